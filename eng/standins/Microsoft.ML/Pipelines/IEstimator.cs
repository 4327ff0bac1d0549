namespace Microsoft.ML;

/// <summary>Learns a transformer from data.</summary>
public interface IEstimator<out TTransformer>
    where TTransformer : ITransformer
{
    /// <summary>Learns the transformer.</summary>
    TTransformer Fit(IDataView input);

    /// <summary>The shape of what comes out when this shape goes in, or an exception where it does not fit.</summary>
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
