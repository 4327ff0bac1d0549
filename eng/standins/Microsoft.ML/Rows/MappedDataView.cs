namespace Microsoft.ML.Data;

/// <summary>A view with the new columns of a <see cref="RowMapper"/>.</summary>
internal sealed class MappedDataView(IDataView source, BoundRowMapper mapper) : IPipelinedDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        Pipelined.CreateCursor(this, columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        CreateCursors([.. columnsNeeded], n, rand, out _);

    public DataViewRowCursor[] CreateCursors(DataViewSchema.Column[] columns, int n, Random rand, out bool computes)
    {
        var inputs = Pipelined.CreateSourceCursors(source, mapper.GetDependencies(columns), n, rand, out computes);
        computes |= columns.Any(column => column.Index >= mapper.InputSchema.Count);
        return [.. inputs.Select(input => new MappedCursor(mapper, input, columns))];
    }
}
