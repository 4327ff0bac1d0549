using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A row: access to the current values of its active columns.</summary>
public abstract class DataViewRow : IDisposable
{
    /// <summary>How many rows were before this one, or -1 where there is no current row.</summary>
    public abstract long Position { get; }

    /// <summary>The number of the batch, which orders the rows of a set of cursors.</summary>
    public abstract long Batch { get; }

    /// <summary>The columns.</summary>
    public abstract DataViewSchema Schema { get; }

    /// <summary>The getter of the row's identifier.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    /// <summary>Whether the column has a getter.</summary>
    public abstract bool IsColumnActive(DataViewSchema.Column column);

    /// <summary>The getter of an active column.</summary>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    /// <summary>Releases what the row holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the row holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
