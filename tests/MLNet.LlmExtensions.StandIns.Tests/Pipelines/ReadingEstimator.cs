namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

/// <summary>Reads a column of its data when it is fitted, and adds the length of the text.</summary>
internal sealed class ReadingEstimator(string column) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input)
    {
        Assert.NotEmpty(Rows.Read<ReadOnlyMemory<char>>(input, column));
        return new LengthTransformer("Length", column);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
}
