using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>The memory of an embedding through ONNX Runtime.</summary>
internal static class EmbeddingMemory
{
    private const int Single = sizeof(float);

    public static MemoryEstimate Estimate(ModelAnatomy anatomy, EmbeddingMemoryOptions options)
    {
        var tokens = checked((long)options.Rows * options.Length);
        var scores = (long)anatomy.HeadCount * options.Length;
        var hidden = (long)anatomy.HiddenSize;
        // ONNX Runtime's arena grows by doubling and keeps what it has: about twice what is alive at once, which is scores
        // before and after the softmax, and a feed-forward layer's wide values with what surrounds them.
        var arena = (4 * scores) + (8 * hidden) + ((5 + anatomy.FeedForward.Gate) * anatomy.IntermediateSize);
        var isInt8 = options.Precision == WeightPrecision.Int8;
        var linear = isInt8 ? anatomy.LinearElements + (anatomy.LinearRows * Single) : anatomy.LinearElements * Single;
        return new MemoryEstimate
        {
            Title = $"Embedding with {anatomy.Name} ({options.Precision}, {options.Rows} × {options.Length} tokens)",
            Parameters = anatomy.Elements,
            Weights = checked(linear + ((anatomy.TableElements + anatomy.OtherElements) * Single)),
            Activations = checked(tokens * arena * Single),
            Head = checked(options.Rows * hidden * Single),
            Workspace = 0,
            Runtime = ProcessMemory.Embedding(options.Cuda),
            RuleOfThumb = RuleOfThumb.Bytes(anatomy.Elements, isInt8 ? 8 : 32),
        };
    }

    /// <summary>Changes of the options that may need less memory.</summary>
    public static IEnumerable<(string Change, EmbeddingMemoryOptions Options)> Alternatives(EmbeddingMemoryOptions options)
    {
        if (options.Rows > 1)
            yield return ($"{(options.Rows + 1) / 2} texts in a pass instead of {options.Rows}", options with { Rows = (options.Rows + 1) / 2 });
        if (options.Length > 64)
            yield return ($"texts of {options.Length / 2} tokens instead of {options.Length}", options with { Length = options.Length / 2 });
        if (options is { Precision: WeightPrecision.Float32, Cuda: false })
            yield return ("8-bit weights", options with { Precision = WeightPrecision.Int8 });
    }
}
