namespace MLNet.LlmExtensions.Training;

/// <summary>How far a training has come.</summary>
public sealed record FineTuningProgress
{
    /// <summary>Steps of the optimiser done.</summary>
    public required int Step { get; init; }

    /// <summary>Steps planned. Early stopping may end the training sooner.</summary>
    public required int TotalSteps { get; init; }

    /// <summary>Epochs done, with the fraction of the one that is under way.</summary>
    public required double Epoch { get; init; }

    /// <summary>Epochs planned.</summary>
    public required double TotalEpochs { get; init; }

    /// <summary>The loss of the last step.</summary>
    public required double Loss { get; init; }

    /// <summary>The learning rate of the last step, for what is not the head.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Tokens trained on per second, padding left out, evaluations not counted; 0 where a head alone is trained on finished vectors.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Time since the call.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time until the last planned step at the speed so far, evaluations included.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>The measurement that was just made, or <see langword="null"/>.</summary>
    public TrainingEvaluation? Evaluation { get; init; }
}
