namespace MLNet.LlmExtensions.Training;

/// <summary>The loss or a gradient was not a finite number, so the training ended.</summary>
/// <remarks>Usually the learning rate is too high. The weights from before the step are not lost: see <see cref="Result"/>.</remarks>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal TrainingDivergedException(string message, int step, int epoch, FineTuningResult result)
        : base(message)
    {
        Step = step;
        Epoch = epoch;
        Result = result;
    }

    /// <summary>The number of the step that failed; the first is 1.</summary>
    public int Step { get; }

    /// <summary>The number of the epoch that it belongs to; the first is 1.</summary>
    public int Epoch { get; }

    /// <summary>
    /// The classifier with the best weights so far (without validation rows: those from before the failed step), and the
    /// history up to there.
    /// </summary>
    public FineTuningResult Result { get; }
}
