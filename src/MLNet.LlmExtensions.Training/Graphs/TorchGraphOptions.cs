using MLNet.LlmExtensions.Models;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>How a graph is computed.</summary>
internal sealed record TorchGraphOptions
{
    /// <summary>Where tensors live. Default: the processor.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>The arithmetic of linear layers and attention. Default: float32.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Float32;

    /// <summary>How weights that are not trained lie in memory. Default: float32.</summary>
    public FrozenWeightPrecision FrozenWeights { get; init; } = FrozenWeightPrecision.Float32;

    /// <summary>
    /// Whether activations are computed again in the backward pass instead of kept
    /// (<see href="https://arxiv.org/abs/1604.06174"/>): a third more time for a fraction of the memory.
    /// </summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Decides the initial values of new parameters.</summary>
    public long Seed { get; init; }
}
