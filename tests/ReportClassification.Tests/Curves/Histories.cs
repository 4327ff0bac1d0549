using MLNet.LlmExtensions.Training;

namespace ReportClassification.Tests.Curves;

/// <summary>What happened in trainings that never took place.</summary>
internal static class Histories
{
    /// <summary>A training of 12 epochs of 10 steps that learns and then overfits; the weights of step 70 are the best.</summary>
    public static TrainingHistory Typical()
    {
        var random = new Random(1);
        var steps = Enumerable.Range(1, 120).Select(step => new TrainingStep(
            step,
            step / 10.0,
            Math.Max(0.02, (1.1 * Math.Exp(-step / 35.0)) + (0.25 * (random.NextDouble() - 0.5))),
            5e-4 * Math.Min(step / 12.0, (120 - step) / 108.0),
            1,
            800));
        var evaluations = Enumerable.Range(1, 12).Select(epoch => new TrainingEvaluation(
            10 * epoch,
            epoch,
            0.45 + (0.6 * Math.Exp(-epoch / 2.5)) + (0.012 * Math.Max(0, epoch - 6)),
            0.82 - (0.35 * Math.Exp(-epoch / 3.0)),
            0.78 - (0.45 * Math.Exp(-epoch / 3.0)) + (0.01 * (epoch % 3)),
            IsBest: epoch <= 7));
        return new TrainingHistory { Steps = [.. steps], Evaluations = [.. evaluations], LearningRate = 5e-4 };
    }

    /// <summary>The same without validation rows.</summary>
    public static TrainingHistory Unvalidated() => Typical() with { Evaluations = [] };

    /// <summary>A training whose last step and last evaluation are not numbers.</summary>
    public static TrainingHistory Diverged()
    {
        var typical = Typical();
        return typical with
        {
            Steps = [.. typical.Steps, typical.Steps[^1] with { Step = 121, Loss = double.NaN }],
            Evaluations = [.. typical.Evaluations, new TrainingEvaluation(121, 12.1, double.PositiveInfinity, 0.3, 0.1, IsBest: false)],
        };
    }
}
