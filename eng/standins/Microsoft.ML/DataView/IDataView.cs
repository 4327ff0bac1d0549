namespace Microsoft.ML;

/// <summary>Rows with typed columns, computed when they are asked for.</summary>
public interface IDataView
{
    /// <summary>Whether cursors honour a random generator.</summary>
    bool CanShuffle { get; }

    /// <summary>The columns.</summary>
    DataViewSchema Schema { get; }

    /// <summary>The number of rows where it is known, otherwise <see langword="null"/>.</summary>
    long? GetRowCount();

    /// <summary>A cursor over the rows, with the needed columns active.</summary>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null);

    /// <summary>Up to <paramref name="n"/> cursors, which together give all the rows.</summary>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null);
}
