namespace MLNet.LlmExtensions.Training.Optimization;

/// <summary>
/// The share of the highest learning rate that each step takes: <c>get_linear_schedule_with_warmup</c>,
/// <c>get_cosine_schedule_with_warmup</c> and <c>get_constant_schedule_with_warmup</c> of Hugging Face's transformers.
/// </summary>
/// <param name="Schedule">How it goes on after the warm-up.</param>
/// <param name="WarmupSteps">Steps in which it rises.</param>
/// <param name="TotalSteps">All steps.</param>
internal sealed record LearningRates(LearningRateSchedule Schedule, int WarmupSteps, int TotalSteps)
{
    /// <summary>The schedule of a training; the warm-up is rounded up to whole steps, as the Trainer of transformers does.</summary>
    public static LearningRates Create(LearningRateSchedule schedule, double warmupRatio, int totalSteps) =>
        new(schedule, (int)Math.Ceiling(totalSteps * warmupRatio), totalSteps);

    /// <summary>The factor of a step.</summary>
    /// <param name="step">Steps done before it; 0 for the first.</param>
    public double Factor(int step)
    {
        if (step < WarmupSteps)
        {
            return (double)step / Math.Max(1, WarmupSteps);
        }

        return Schedule switch
        {
            LearningRateSchedule.Linear => Math.Max(0, (double)(TotalSteps - step) / Math.Max(1, TotalSteps - WarmupSteps)),
            LearningRateSchedule.Cosine => Math.Max(
                0, 0.5 * (1 + Math.Cos(Math.PI * (step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps)))),
            _ => 1,
        };
    }
}
