namespace Microsoft.ML.Data;

/// <summary>Rows with some of the columns of others.</summary>
internal sealed class SelectedColumnsMapper : IRowToRowMapper
{
    private readonly int[] _source;

    public SelectedColumnsMapper(DataViewSchema inputSchema, IEnumerable<int> columns)
    {
        InputSchema = inputSchema;
        _source = [.. columns];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_source.Select(index => inputSchema[index]));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column SourceOf(DataViewSchema.Column column) => InputSchema[_source[column.Index]];

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        dependingColumns.Select(SourceOf).DistinctBy(column => column.Index);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Guard.NotNull(input, nameof(input));
        return new Row(this, input);
    }

    private sealed class Row(SelectedColumnsMapper mapper, DataViewRow input) : DataViewRow
    {
        public override DataViewSchema Schema => mapper.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            input.GetGetter<TValue>(mapper.SourceOf(column));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
        }
    }
}
