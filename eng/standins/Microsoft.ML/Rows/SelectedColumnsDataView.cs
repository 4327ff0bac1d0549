namespace Microsoft.ML.Data;

/// <summary>A view with some of the columns of another.</summary>
internal sealed class SelectedColumnsDataView(IDataView source, SelectedColumnsMapper mapper) : IPipelinedDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return new Cursor(mapper, source.GetRowCursor(mapper.GetDependencies(columns), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        CreateCursors([.. columnsNeeded], n, rand, out _);

    public DataViewRowCursor[] CreateCursors(DataViewSchema.Column[] columns, int n, Random rand, out bool computes) =>
        [.. Pipelined.CreateSourceCursors(source, mapper.GetDependencies(columns), n, rand, out computes)
            .Select(input => new Cursor(mapper, input, columns))];

    private sealed class Cursor(SelectedColumnsMapper mapper, DataViewRowCursor input, DataViewSchema.Column[] columns)
        : WrappingCursor(input, mapper.OutputSchema, columns)
    {
        protected override ValueGetter<TValue> GetActiveGetter<TValue>(DataViewSchema.Column column) =>
            Input.GetGetter<TValue>(mapper.SourceOf(column));
    }
}
