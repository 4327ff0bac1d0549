namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>What follows pooling: dense modules, the cut to fewer dimensions, normalisation, the output.</summary>
internal static class EmbeddingTail
{
    public const string OutputName = "sentence_embedding";

    /// <summary>Appends the tail and makes its result the graph's output.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="vector">float [batch, dimensions].</param>
    /// <param name="dimensions">The size of the vector.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="settings">What the model itself wants.</param>
    /// <exception cref="ArgumentOutOfRangeException">More dimensions are wanted than there are.</exception>
    public static void Append(GraphBuilder graph, string vector, int dimensions, GraphOptions options, EmbeddingSettings settings)
    {
        // The modules belong to the model's own pooling and last layer; another choice asks for the plain vectors.
        var isOwn = options.Layer is null && (options.Pooling ?? settings.Pooling) == settings.Pooling;
        foreach (var (index, dense) in isOwn ? settings.DenseModules.Index() : [])
        {
            if (dense.InputDimensions != dimensions)
                throw new InvalidDataException($"'{dense.WeightsFile}': the Dense module takes {dense.InputDimensions} dimensions, but gets {dimensions}.");
            vector = PoolingHead.Dense(graph, vector, dense, index);
            dimensions = dense.OutputDimensions;
        }

        if (options.Dimensions is { } wanted && (wanted < 1 || wanted > dimensions))
            throw new ArgumentOutOfRangeException(nameof(options), wanted, $"The number of dimensions must be 1 to {dimensions}.");
        if ((options.Dimensions ?? settings.Dimensions) is { } kept && kept < dimensions)
        {
            vector = PoolingHead.Truncate(graph, vector, kept);
            dimensions = kept;
        }

        if (options.Normalize ?? settings.Normalize)
            vector = PoolingHead.Normalize(graph, vector);
        graph.Output(vector, OutputName, "batch", $"{dimensions}");
    }
}
