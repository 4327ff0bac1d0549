namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Names of the operators that only fusions make, in the domain <c>fused</c>.</summary>
internal static class FusedOperators
{
    /// <summary>x · weightᵀ + bias; the flag <c>transposed</c> says that the weight is stored as [in, out].</summary>
    public const string Linear = "Linear";

    /// <summary>
    /// max(‖weight + change‖, smallest) along an axis, without gradients; the flag <c>transposed</c> says that the weight is stored
    /// the other way round than the change.
    /// </summary>
    public const string WeightNorm = "WeightNorm";

    /// <summary>The attribute that tells how a weight is stored.</summary>
    public const string Transposed = "transposed";

    /// <summary>softmax(q · k · scale + bias) · v, with k as [batch, heads, size, keys].</summary>
    public const string Attention = "FusedAttention";

    /// <summary>x / √(mean(x²) + ε) · weight.</summary>
    public const string RmsNorm = "RmsNorm";

    /// <summary>x · sigmoid(x).</summary>
    public const string Silu = "Silu";

    /// <summary>a + b · factor.</summary>
    public const string ScaledSum = "ScaledSum";

    /// <summary>To the type that linear layers compute in.</summary>
    public const string Narrow = "Narrow";
}
