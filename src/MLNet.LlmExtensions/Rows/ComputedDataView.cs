using Microsoft.ML;
using MLNet.LlmExtensions.Rows.Cursors;

namespace MLNet.LlmExtensions.Rows;

/// <summary>Data with computed columns added to each row.</summary>
internal sealed class ComputedDataView(TextComputation computation, IDataView input, TextBindings bindings) : IDataView
{
    public DataViewSchema Schema => bindings.OutputSchema;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = bindings.Active(columnsNeeded);
        return Wrap(input.GetRowCursor(bindings.Needed(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = bindings.Active(columnsNeeded);
        return Array.ConvertAll(input.GetRowCursorSet(bindings.Needed(active), n, rand), cursor => Wrap(cursor, active));
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, bool[] active)
    {
        try
        {
            return bindings.NeedsComputing(active)
                ? new LookAheadCursor(computation, bindings, cursor, active, input.GetRowCount())
                : new PassThroughCursor(bindings, cursor, active);
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }
}
