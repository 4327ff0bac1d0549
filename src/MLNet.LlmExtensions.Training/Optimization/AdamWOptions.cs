namespace MLNet.LlmExtensions.Training.Optimization;

/// <summary>The constants of <see cref="AdamW"/>; the defaults are PyTorch's.</summary>
internal sealed record AdamWOptions
{
    /// <summary>How slowly the mean of the gradients forgets.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How slowly the mean of their squares forgets.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the division away from 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Whether it pulls at every parameter, biases and norms too, as <c>torch.optim.AdamW</c> does with one group.</summary>
    public bool DecayAll { get; init; }
}
