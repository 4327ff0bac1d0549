namespace MLNet.LlmExtensions.Training;

/// <summary>The loss or a gradient was not a finite number, so the training of an encoder of sentences ended.</summary>
/// <remarks>Usually the learning rate is too high. The weights from before the step are not lost: see <see cref="Result"/>.</remarks>
public sealed class SentenceTrainingDivergedException : InvalidOperationException
{
    internal SentenceTrainingDivergedException(string message, int step, SentenceTrainingResult result)
        : base(message)
    {
        Step = step;
        Result = result;
    }

    /// <summary>The number of the step that failed; the first is 1.</summary>
    public int Step { get; }

    /// <summary>
    /// The model with the best weights so far (without validation rows: those from before the failed step), and the history up to
    /// there.
    /// </summary>
    public SentenceTrainingResult Result { get; }
}
