namespace MLNet.LlmExtensions.Training;

/// <summary>The loss or a gradient was not a finite number, so the training of a language model ended.</summary>
/// <remarks>Usually the learning rate is too high. The weights from before the step are not lost: see <see cref="Result"/>.</remarks>
public sealed class PretrainingDivergedException : InvalidOperationException
{
    internal PretrainingDivergedException(string message, int step, PretrainingResult result)
        : base(message)
    {
        Step = step;
        Result = result;
    }

    /// <summary>The number of the step that failed; the first is 1.</summary>
    public int Step { get; }

    /// <summary>
    /// The model with the best weights so far (without validation texts: those from before the failed step), and the history up to
    /// there.
    /// </summary>
    public PretrainingResult Result { get; }
}
