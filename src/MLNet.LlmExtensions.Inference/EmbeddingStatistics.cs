using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Inference;

/// <summary>What a <see cref="TextEmbedder"/> has done since it was made. A snapshot; the counters go on.</summary>
public sealed record EmbeddingStatistics
{
    /// <summary>Texts embedded.</summary>
    public long Texts { get; init; }

    /// <summary>Texts longer than one window that were read in several (<see cref="LongTextHandling.Chunk"/>).</summary>
    public long ChunkedTexts { get; init; }

    /// <summary>Texts whose end was cut off (<see cref="LongTextHandling.Truncate"/>).</summary>
    public long TruncatedTexts { get; init; }

    /// <summary>Rows that went through the model: one for each text, or one for each window of a long text.</summary>
    public long Rows { get; init; }

    /// <summary>Passes through the model.</summary>
    public long Batches { get; init; }

    /// <summary>Tokens that went through the model, special tokens included and padding left out.</summary>
    public long Tokens { get; init; }

    /// <summary>Tokens and padding that went through the model. Compare with <see cref="Tokens"/>: the difference is wasted work.</summary>
    public long PaddedTokens { get; init; }
}
