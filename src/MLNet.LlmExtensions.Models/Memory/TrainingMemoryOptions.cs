using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>A training whose memory is to be estimated.</summary>
public sealed record TrainingMemoryOptions
{
    /// <summary>What is trained. The default is low-rank adapters of rank 8 on every linear layer.</summary>
    public TransferConfiguration Transfer { get; init; } = new();

    /// <summary>What the model computes in. The default is <see cref="TrainingPrecision.Float32"/>.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Float32;

    /// <summary>How weights that are not trained are kept. The default is <see cref="FrozenWeightPrecision.Float32"/>.</summary>
    public FrozenWeightPrecision FrozenWeights { get; init; } = FrozenWeightPrecision.Float32;

    /// <summary>Whether activations are computed again in the backward pass instead of kept. The default is <see langword="false"/>.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Texts in one pass through the model. The default is 16.</summary>
    public int Rows { get; init; } = 16;

    /// <summary>
    /// Tokens of the longest text of a pass, to which the others are padded. The default is 128. A trainer's token budget
    /// bounds <see cref="Rows"/> × <see cref="Length"/>.
    /// </summary>
    public int Length { get; init; } = 128;

    /// <summary>Number of classes. The default is 2.</summary>
    public int Classes { get; init; } = 2;

    /// <summary>
    /// Whether the best weights so far are kept beside the current ones, as early stopping does. The default is
    /// <see langword="true"/>.
    /// </summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>
    /// Whether the model is trained on a CUDA device: the estimate is then of the device's memory. The default is
    /// <see langword="false"/>: of the process's.
    /// </summary>
    public bool Cuda { get; init; }

    /// <summary>Whether frozen weights are kept in fewer bits than they are computed in.</summary>
    internal bool WidensWeights() => WeightWidening.IsNeeded(FrozenWeights, Precision);
}
