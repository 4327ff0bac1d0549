namespace MLNet.LlmExtensions.Models.Graphs.Architectures;

/// <summary>The points in which the members of the LLaMA family differ.</summary>
internal sealed record LlamaVariant
{
    /// <summary>Whether queries, keys and values have a bias.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Whether the attention's output has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the feed-forward layers have a bias.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>The activation of the feed-forward gate.</summary>
    public string Activation { get; init; } = "silu";

    /// <summary>Added to the weights of the norms.</summary>
    public float NormOffset { get; init; }

    /// <summary>What token embeddings are multiplied with.</summary>
    public float EmbeddingScale { get; init; } = 1;

    /// <summary>How many tokens a layer sees, itself included; null for all.</summary>
    public Func<int, int?> WindowOfLayer { get; init; } = _ => null;
}
