namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

/// <summary>The row mapper of <see cref="LengthTransformer"/>.</summary>
internal sealed class LengthMapper : IRowToRowMapper
{
    public LengthMapper(DataViewSchema inputSchema, string output, string input)
    {
        InputSchema = inputSchema;
        Source = inputSchema.GetColumnOrNull(input) ?? throw new ArgumentOutOfRangeException(nameof(inputSchema), $"No column '{input}'.");
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn(output, NumberDataViewType.Int32);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column Source { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = dependingColumns.Select(column => column.Index < InputSchema.Count ? column.Index : Source.Index).ToHashSet();
        return InputSchema.Where(column => needed.Contains(column.Index));
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new LengthMappedRow(this, input, activeColumns.Select(column => column.Index).ToHashSet());
}
