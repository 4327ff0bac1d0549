namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>What a feed-forward layer keeps for the backward pass, in vectors of its width.</summary>
/// <param name="Activation">
/// By its activation function: its input for GELU, ReLU and SiLU; for GELU's tanh form, which is computed as x · sigmoid(…), three.
/// </param>
/// <param name="Gate">Where the activation is multiplied with another layer's output: both factors.</param>
internal readonly record struct FeedForwardKind(int Activation, int Gate)
{
    public int KeptVectors => Activation + Gate;
}
