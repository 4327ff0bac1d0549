namespace MLNet.LlmExtensions.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEndReason
{
    /// <summary>All epochs, or the most steps that were allowed, were done.</summary>
    Completed,

    /// <summary>The metric did not improve for <see cref="FineTuningOptions.EarlyStoppingPatience"/> evaluations.</summary>
    EarlyStopping,

    /// <summary><see cref="TrainingOptions.StopToken"/> asked for it.</summary>
    Stopped,

    /// <summary>The loss or a gradient was not a finite number; see <see cref="TrainingDivergedException"/>.</summary>
    Diverged,
}
