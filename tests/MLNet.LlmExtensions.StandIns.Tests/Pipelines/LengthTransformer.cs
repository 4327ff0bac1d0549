namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

/// <summary>A transformer from outside the package: adds the number of characters.</summary>
internal sealed class LengthTransformer(string output, string input) : ITransformer, IDisposable
{
    public bool IsRowToRowMapper { get; init; } = true;

    public bool IsDisposed { get; private set; }

    /// <summary>What saves itself in place of this.</summary>
    public ICanSaveModel? SavedAs { get; init; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new LengthMapper(inputSchema, output, input).OutputSchema;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new LengthMapper(inputSchema, output, input);

    public IDataView Transform(IDataView input1) => new LengthDataView(input1, new LengthMapper(input1.Schema, output, input));

    public void Save(ModelSaveContext ctx) =>
        (SavedAs ?? throw new NotSupportedException("This cannot be saved.")).Save(ctx);

    public void Dispose() => IsDisposed = true;
}
