using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>An embedding whose memory is to be estimated.</summary>
public sealed record EmbeddingMemoryOptions
{
    /// <summary>The arithmetic of the linear layers. The default is <see cref="WeightPrecision.Float32"/>.</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Float32;

    /// <summary>Texts in one pass through the model. The default is 8.</summary>
    public int Rows { get; init; } = 8;

    /// <summary>
    /// Tokens of the longest text of a pass, to which the others are padded. The default is 128. An embedder's token budget
    /// bounds <see cref="Rows"/> × <see cref="Length"/>.
    /// </summary>
    public int Length { get; init; } = 128;

    /// <summary>
    /// Whether the model runs on a CUDA device: the estimate is then of the device's memory. The default is
    /// <see langword="false"/>: of the process's.
    /// </summary>
    public bool Cuda { get; init; }
}
