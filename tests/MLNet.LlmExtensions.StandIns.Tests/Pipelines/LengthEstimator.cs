namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

/// <summary>An estimator from outside the package, with nothing but the public API.</summary>
internal sealed class LengthEstimator(MLContext ml, string output, string input) : IEstimator<LengthTransformer>
{
    public int FitCount { get; private set; }

    public LengthTransformer Fit(IDataView data)
    {
        FitCount++;
        return new LengthTransformer(output, input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        // The only public source of columns of shapes is a built-in estimator.
        var definition = SchemaDefinition.Create(typeof(TextRow));
        definition["Text"].ColumnName = input;
        var added = SchemaDefinition.Create(typeof(LengthRow));
        added["Length"].ColumnName = output;
        var shape = ml.Transforms.CustomMapping<TextRow, LengthRow>((_, _) => { }, null, definition, added).GetOutputSchema(inputSchema);
        return new SchemaShape(inputSchema.Where(column => column.Name != output).Append(shape.Single(column => column.Name == output)));
    }
}
