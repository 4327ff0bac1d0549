namespace MLNet.LlmExtensions.Training;

/// <summary>What happened in a training: the curve of the loss, the evaluations, and why it ended.</summary>
/// <remarks>Everything but <see cref="Elapsed"/> and <see cref="ResumedFromStep"/> is the same for the same data, options and seed on the CPU.</remarks>
public sealed record TrainingHistory
{
    /// <summary>The steps of the optimiser, in order.</summary>
    public IReadOnlyList<TrainingStep> Steps { get; init; } = [];

    /// <summary>The finished passes over the training rows, in order.</summary>
    public IReadOnlyList<TrainingEpoch> Epochs { get; init; } = [];

    /// <summary>The measurements on the validation rows, in order. Empty where there are none.</summary>
    public IReadOnlyList<TrainingEvaluation> Evaluations { get; init; } = [];

    /// <summary>
    /// The evaluation whose weights were kept: the first with the best value of <see cref="FineTuningOptions.Metric"/>.
    /// <see langword="null"/> without validation rows: the last weights were kept.
    /// </summary>
    public TrainingEvaluation? Best => Evaluations.Any(evaluation => evaluation.IsBest)
        ? Evaluations.Last(evaluation => evaluation.IsBest)
        : null;

    /// <summary>Why the training ended.</summary>
    public TrainingEndReason EndReason { get; init; }

    /// <summary>Rows that were trained on.</summary>
    public int TrainingRows { get; init; }

    /// <summary>Rows that were held back or given for validation.</summary>
    public int ValidationRows { get; init; }

    /// <summary>Training and validation texts that were longer than one window and were read in several.</summary>
    public int ChunkedTexts { get; init; }

    /// <summary>Training and validation texts whose end was cut off.</summary>
    public int TruncatedTexts { get; init; }

    /// <summary>Numbers that were trained, the head's included.</summary>
    public long TrainableParameters { get; init; }

    /// <summary>The learning rate that the schedule scales.</summary>
    public double LearningRate { get; init; }

    /// <summary>The same for the head.</summary>
    public double HeadLearningRate { get; init; }

    /// <summary>How long the training took, evaluations included; after a resumption, all parts together.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The step of the checkpoint that the training went on from, or <see langword="null"/>.</summary>
    public int? ResumedFromStep { get; init; }

    /// <summary>Where the model was trained, as libtorch calls it: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";
}
