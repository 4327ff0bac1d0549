using System.Globalization;
using MLNet.LlmExtensions.Training;

namespace ReportClassification.Training.FineTuning;

/// <summary>Puts what a training tells of itself into words for a bar.</summary>
/// <param name="method">The way of fine-tuning.</param>
/// <param name="trainings">How many trainings there will be.</param>
internal sealed class FineTuningMeter(string method, int trainings) : IProgress<FineTuningProgress>, IWorkMeter
{
    private int _training;

    public Action<WorkProgress>? Show { get; set; }

    /// <summary>Tells that the next training begins.</summary>
    public void StartTraining() => _training++;

    public void Report(FineTuningProgress value)
    {
        var which = trainings > 1 ? string.Create(CultureInfo.InvariantCulture, $" {_training}/{trainings}") : "";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{method}{which}  step {value.Step}/{value.TotalSteps}  loss {value.Loss:0.000}  rate {value.LearningRate:0.0e0}  {value.TokensPerSecond:0} tokens/s");
        Show?.Invoke(new WorkProgress(text, value.Step, value.TotalSteps, value.Remaining));
    }
}
