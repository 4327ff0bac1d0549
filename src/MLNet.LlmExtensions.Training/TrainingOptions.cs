using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Training;

/// <summary>What every training has in common, whatever it trains for: the optimiser, the machine, checkpoints and the caller.</summary>
/// <remarks>Values are checked when a trainer is made, with an <see cref="ArgumentException"/> that names the property.</remarks>
public abstract record TrainingOptions
{
    private protected TrainingOptions()
    {
    }

    // The optimiser.

    /// <summary>The most steps of the optimiser. <see langword="null"/> (the default): as many as the epochs have.</summary>
    public int? MaximumSteps { get; init; }

    /// <summary>
    /// AdamW's decoupled weight decay (<see href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, 2019</see>): each step
    /// takes the learning rate times this share from the weights. Biases, norms and magnitudes do not decay. The default is 0.01.
    /// </summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>How slowly AdamW's mean of the gradients' squares forgets: above 0, less than 1. The default is 0.999.</summary>
    public virtual double Beta2 { get; init; } = 0.999;

    /// <summary>How the learning rate goes on after the warm-up. The default is <see cref="LearningRateSchedule.Linear"/>.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Linear;

    /// <summary>The share of all steps in which the learning rate rises from 0 to its highest value. The default is 0.1.</summary>
    public double WarmupRatio { get; init; } = 0.1;

    /// <summary>The most rows of a batch. A text in several windows counts as one. The default is 16.</summary>
    public virtual int MaximumBatchSize { get; init; } = 16;

    /// <summary>
    /// The most tokens of one pass through the model, padding included; a single text longer than that has a pass of its own.
    /// <see langword="null"/> (the default): 2048 on the CPU, 16384 on CUDA.
    /// </summary>
    public virtual int? TokenBudget { get; init; }

    /// <summary>
    /// How many batches make one step of the optimiser. The step's gradient is that of all their rows together, as one large
    /// batch would give it. The default is 1.
    /// </summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>Gradients are scaled down to this Euclidean length, all together, where they are longer. The default is 1; 0 leaves them as they are.</summary>
    public double MaximumGradientNorm { get; init; } = 1;

    // Validation.

    /// <summary>How much better the metric must be to count as an improvement. The default is 0.</summary>
    public double EarlyStoppingMinimumDelta { get; init; }

    /// <summary>Steps between two evaluations. <see langword="null"/> (the default): one after each epoch. There is always one at the end.</summary>
    public int? EvaluationInterval { get; init; }

    // The machine.

    /// <summary>Whether activations are computed again in the backward pass instead of being kept: less memory, about a third more time. The default is <see langword="false"/>. Implied where <see cref="FrozenWeights"/> has fewer bits than <see cref="Precision"/>.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>What the model computes in. The default is <see cref="TrainingPrecision.Float32"/>.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Float32;

    /// <summary>How weights that are not trained are kept. The default is <see cref="FrozenWeightPrecision.Float32"/>.</summary>
    public FrozenWeightPrecision FrozenWeights { get; init; } = FrozenWeightPrecision.Float32;

    /// <summary>
    /// Threads on the CPU, for the whole process: libtorch has one setting. <see langword="null"/> (the default): one for each
    /// processor.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>Where the model is trained. The default is <see cref="DevicePreference.Auto"/>: CUDA where it can be used, otherwise the CPU.</summary>
    public DevicePreference Device { get; init; } = DevicePreference.Auto;

    /// <summary>The number of the CUDA device. The default is 0.</summary>
    public int DeviceId { get; init; }

    /// <summary>
    /// Decides whatever is random: the start of new weights, the order of the rows, what dropout drops, what is held back for
    /// validation. The same seed gives the same weights, bit for bit on one CPU with the same number of threads. The default is 1.
    /// </summary>
    public int Seed { get; init; } = 1;

    // Checkpoints.

    /// <summary>
    /// A folder for checkpoints of this training, made where it is absent. <see langword="null"/> (the default): none are written.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Steps between two checkpoints. <see langword="null"/> (the default): one after each epoch. The newest two are kept.</summary>
    public int? CheckpointInterval { get; init; }

    /// <summary>
    /// Whether a training goes on from the newest whole checkpoint in <see cref="CheckpointFolder"/>, if there is one. A
    /// checkpoint of other options, data or base model is refused, with the difference named. The default is
    /// <see langword="true"/>; <see langword="false"/> begins anew and replaces what is there.
    /// </summary>
    public bool Resume { get; init; } = true;

    // The caller.

    /// <summary>Told of each step and evaluation, on the thread that trains. <see langword="null"/> (the default): nobody.</summary>
    public IProgress<FineTuningProgress>? Progress { get; init; }

    /// <summary>Where evaluations and decisions are logged, never a text. <see langword="null"/> (the default): nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// Ends the training after the step that is under way with an <see cref="OperationCanceledException"/>; with a
    /// <see cref="CheckpointFolder"/> a checkpoint is written first. See <see cref="StopToken"/> for an end that keeps the
    /// result. The default never ends.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// Ends the training after the step that is under way as if it had been the last: with validation rows there is one more
    /// evaluation, and the best weights so far are the result. The default never ends.
    /// </summary>
    public CancellationToken StopToken { get; init; }
}
