namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>What follows pooling: dense modules, the cut to fewer dimensions, normalisation, the output.</summary>
internal static class EmbeddingTail
{
    public const string OutputName = "sentence_embedding";

    /// <summary>Appends the tail of each readout and makes their vectors, one after the other, the graph's output.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="pool">Makes a readout's vector: its name, float [batch, dimensions].</param>
    /// <param name="dimensions">The size of these vectors.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="settings">What the model itself wants.</param>
    /// <returns>The size of each readout's vector.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More dimensions are wanted than there are.</exception>
    public static IReadOnlyList<int> Append(GraphBuilder graph, Func<EmbeddingReadout, string> pool, int dimensions, GraphOptions options, EmbeddingSettings settings)
    {
        var vectors = new List<string>();
        var sizes = new List<int>();
        foreach (var readout in options.AllReadouts())
        {
            var (vector, kept) = Finish(graph, pool(readout), dimensions, readout, settings);
            vectors.Add(options.Normalize ?? settings.Normalize ? PoolingHead.Normalize(graph, vector) : vector);
            sizes.Add(kept);
        }

        graph.Output(vectors.Count == 1 ? vectors[0] : graph.Concat(1, [.. vectors]), OutputName, "batch", $"{sizes.Sum()}");
        return sizes;
    }

    private static (string Vector, int Dimensions) Finish(GraphBuilder graph, string vector, int dimensions, EmbeddingReadout readout, EmbeddingSettings settings)
    {
        // The modules belong to the model's own pooling and last layer; another choice asks for the plain vectors.
        var isOwn = readout.Layer is null && (readout.Pooling ?? settings.Pooling) == settings.Pooling;
        foreach (var (index, dense) in isOwn ? settings.DenseModules.Index() : [])
        {
            if (dense.InputDimensions != dimensions)
                throw new InvalidDataException($"'{dense.WeightsFile}': the Dense module takes {dense.InputDimensions} dimensions, but gets {dimensions}.");
            vector = PoolingHead.Dense(graph, vector, dense, index);
            dimensions = dense.OutputDimensions;
        }

        if (readout.Dimensions is { } wanted && (wanted < 1 || wanted > dimensions))
            throw new ArgumentOutOfRangeException(nameof(readout), wanted, $"The number of dimensions must be 1 to {dimensions}.");
        return (readout.Dimensions ?? settings.Dimensions) is { } kept && kept < dimensions
            ? (PoolingHead.Truncate(graph, vector, kept), kept)
            : (vector, dimensions);
    }
}
