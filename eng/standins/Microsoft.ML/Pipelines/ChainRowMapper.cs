namespace Microsoft.ML.Data;

/// <summary>Row mappers, one after the other.</summary>
internal sealed class ChainRowMapper : IRowToRowMapper
{
    private readonly IRowToRowMapper[] _mappers;

    public ChainRowMapper(DataViewSchema inputSchema, IRowToRowMapper[] mappers)
    {
        _mappers = mappers;
        InputSchema = inputSchema;
        OutputSchema = mappers.Length > 0 ? mappers[^1].OutputSchema : inputSchema;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        _mappers.Reverse().Aggregate(dependingColumns, (columns, mapper) => mapper.GetDependencies(columns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Guard.NotNull(input, nameof(input));
        Guard.NotNull(activeColumns, nameof(activeColumns));
        Guard.Argument(input.Schema == InputSchema, nameof(input), "Schema did not match original schema");

        var active = new IEnumerable<DataViewSchema.Column>[_mappers.Length];
        var columns = activeColumns;
        for (int i = _mappers.Length - 1; i >= 0; i--)
        {
            active[i] = columns.ToArray();
            columns = _mappers[i].GetDependencies(active[i]);
        }

        var row = input;
        for (int i = 0; i < _mappers.Length; i++)
            row = _mappers[i].GetRow(row, active[i]);
        return row;
    }
}
