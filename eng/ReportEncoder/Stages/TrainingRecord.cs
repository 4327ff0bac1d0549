using MLNet.LlmExtensions.Training;

namespace ReportEncoder.Stages;

/// <summary>What a training did, for the model card.</summary>
/// <param name="Stage">What was trained.</param>
/// <param name="From">The model that it began with.</param>
/// <param name="Steps">Steps of the optimiser.</param>
/// <param name="Tokens">Tokens that the model saw, those seen again included, padding not.</param>
/// <param name="Minutes">How long it took.</param>
/// <param name="LearningRate">At its highest.</param>
/// <param name="Seed">Of everything random.</param>
/// <param name="MaximumLength">Tokens of a row.</param>
/// <param name="BatchSize">Rows or pairs of a batch.</param>
/// <param name="Loss">On the rows held back; without any, of the last steps.</param>
/// <param name="Accuracy">On the rows held back.</param>
/// <param name="EndReason">Why it ended.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Hardware">The machine, in the words of whoever started it.</param>
internal sealed record TrainingRecord(
    string Stage, string From, int Steps, long Tokens, double Minutes, double LearningRate, int Seed, int MaximumLength,
    int BatchSize, double Loss, double? Accuracy, string EndReason, string Device, string Hardware)
{
    private const int LastSteps = 100;

    public static TrainingRecord Of(string stage, TrainingHistory history, TrainingRun run) => new(
        stage,
        run.From,
        history.Steps.Count == 0 ? 0 : history.Steps[^1].Step,
        history.Steps.Sum(step => step.Tokens),
        Math.Round(history.Elapsed.TotalMinutes, 1),
        run.LearningRate,
        run.Seed,
        run.MaximumLength,
        run.BatchSize,
        Math.Round(history.Best?.Loss ?? history.Steps.TakeLast(LastSteps).Select(step => step.Loss).DefaultIfEmpty().Average(), 4),
        history.Best is { } best ? Math.Round(best.Accuracy, 4) : null,
        history.EndReason.ToString(),
        history.Device,
        run.Hardware);
}
