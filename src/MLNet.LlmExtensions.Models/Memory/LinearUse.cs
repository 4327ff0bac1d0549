namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>A linear layer as the estimate sees it.</summary>
/// <param name="Layer">The transformer layer that it is in; the number of layers for what stands behind the last one.</param>
/// <param name="Input">The value that it reads, which other linear layers may read too.</param>
/// <param name="Inputs">The size of an input vector.</param>
/// <param name="Outputs">The size of an output vector.</param>
/// <param name="HasBias">Whether a bias is added, after the adapter's product where there is one.</param>
/// <param name="Rank">The rank of its adapter; 0 without one.</param>
/// <param name="IsTrained">Whether its weight is trained.</param>
internal sealed record LinearUse(int Layer, string Input, long Inputs, long Outputs, bool HasBias, int Rank, bool IsTrained)
{
    /// <summary>Elements of the weight.</summary>
    public long Elements => checked(Inputs * Outputs);
}
