namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>The activation of a <see cref="DenseModule"/>.</summary>
internal enum DenseActivation
{
    /// <summary>None.</summary>
    Identity,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}
