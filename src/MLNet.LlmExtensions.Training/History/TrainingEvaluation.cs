using System.Text.Json.Serialization;

namespace MLNet.LlmExtensions.Training;

/// <summary>One measurement on the validation rows.</summary>
/// <param name="Step">The number of steps done.</param>
/// <param name="Epoch">Epochs done, with the fraction of the one that is under way.</param>
/// <param name="Loss">See <see cref="TrainingMetric.Loss"/>.</param>
/// <param name="Accuracy">See <see cref="TrainingMetric.Accuracy"/>; of a language model, the share of predicted tokens that are right.</param>
/// <param name="MacroF1">See <see cref="TrainingMetric.MacroF1"/>; 0 where there are no classes.</param>
/// <param name="IsBest">Whether the metric that counts was better than ever before.</param>
public readonly record struct TrainingEvaluation(int Step, double Epoch, double Loss, double Accuracy, double MacroF1, bool IsBest)
{
    /// <summary>How many tokens a language model hesitates between: e to the power of <see cref="Loss"/>. Says nothing of other trainings.</summary>
    [JsonIgnore]
    public double Perplexity => Math.Exp(Loss);

    /// <summary>The value of a metric.</summary>
    /// <param name="metric">Which.</param>
    /// <returns>The value as measured: of <see cref="TrainingMetric.Loss"/> less is better, of the others more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such metric.</exception>
    public double Value(TrainingMetric metric) => metric switch
    {
        TrainingMetric.Loss => Loss,
        TrainingMetric.Accuracy => Accuracy,
        TrainingMetric.MacroF1 => MacroF1,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "There is no such metric."),
    };
}
