using Microsoft.ML;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>
/// Data as unhelpful as the contract allows: cursors reuse the memory of texts, vectors and row ids, partitions give out batch
/// numbers of their own, getters refuse columns that were not asked for.
/// </summary>
internal sealed class RowsView(DataViewSchema schema, int rows, Func<int, RowsColumn> column) : IDataView
{
    public DataViewSchema Schema => schema;

    public bool CanShuffle { get; init; } = true;

    public long? RowCount { get; init; } = rows;

    /// <summary>The row at which <c>MoveNext</c> throws.</summary>
    public int? FailAt { get; init; }

    public List<RowsCursor> Cursors { get; } = [];

    public List<int> ActiveColumns { get; } = [];

    public RowsColumn Column(int index) => column(index);

    public long? GetRowCount() => RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        rand?.Shuffle(order);
        return Open(columnsNeeded, order, batch: 0);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var parts = Enumerable.Range(0, rows).GroupBy(row => row % Math.Min(n, 3)).ToArray();
        return Array.ConvertAll(parts, part => (DataViewRowCursor)Open(columnsNeeded, [.. part], 100 + part.Key));
    }

    private RowsCursor Open(IEnumerable<DataViewSchema.Column> columns, int[] order, long batch)
    {
        var active = columns.Select(item => item.Index).ToHashSet();
        lock (Cursors)
        {
            ActiveColumns.AddRange(active);
            var cursor = new RowsCursor(this, order, active, batch);
            Cursors.Add(cursor);
            return cursor;
        }
    }
}
