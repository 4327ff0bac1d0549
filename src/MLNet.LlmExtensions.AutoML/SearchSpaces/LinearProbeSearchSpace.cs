using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>What a sweep tries of a linear probe.</summary>
public sealed record LinearProbeSearchSpace
{
    /// <summary>See <see cref="LinearProbeOptions.ClassWeighting"/>; an empty list leaves it as it is. The default is all there are, the square root first.</summary>
    public IReadOnlyList<ClassWeighting> ClassWeightings { get; init; } = [ClassWeighting.SquareRoot, ClassWeighting.None, ClassWeighting.Balanced];

    /// <summary>
    /// The range of <see cref="LinearProbeOptions.L2Regularization"/>, searched by its logarithm. <see langword="null"/>: the probe
    /// chooses it by cross-validation in each trial, which costs some fits. The default is 1 to 10,000.
    /// </summary>
    public (float Minimum, float Maximum)? L2Regularization { get; init; } = (1, 10_000);

    internal LinearProbeSearchSpace Check(string parameterName) =>
        L2Regularization is { } range && !(float.IsFinite(range.Maximum) && range.Minimum > 0 && range.Minimum < range.Maximum)
            ? throw new ArgumentException(
                $"{nameof(LinearProbeSearchSpace)}.{nameof(L2Regularization)} is {range}; it must go from a number above 0 to a larger one.", parameterName)
            : this;
}
