using System.Globalization;
using MLNet.LlmExtensions.Training;

namespace ReportClassification.Reporting.Curves;

/// <summary>Makes the chart of a training from its history.</summary>
internal static class TrainingCurve
{
    private const int MostPoints = 2000;

    /// <param name="title">Which training it is.</param>
    /// <param name="history">What happened in it; it has at least one step.</param>
    public static CurveChart Of(string title, TrainingHistory history)
    {
        var panels = new List<CurvePanel> { Loss(history) };
        if (Finite(history.Evaluations.Select(e => new CurvePoint(e.Step, e.Accuracy))).Count > 0)
            panels.Add(Validation(history));
        panels.Add(LearningRate(history));
        return new CurveChart(title, Description(history), AxisTicks.OfSteps(history.Steps[^1].Step, 10), history.Best?.Step, panels);
    }

    private static CurvePanel Loss(TrainingHistory history)
    {
        var raw = Finite(history.Steps.Select(step => new CurvePoint(step.Step, step.Loss)));
        var smoothed = Smoothing.Exponential(raw, Math.Max(1, raw.Count / 20.0));
        var validation = Finite(history.Evaluations.Select(e => new CurvePoint(e.Step, e.Loss)));
        // As high as what matters needs it: a single batch that is off must not press all the rest to the ground.
        var highest = Math.Min(
            Highest(raw.Concat(validation)),
            1.25 * Highest(smoothed.Concat(validation)));
        var series = new List<CurveSeries>
        {
            new("training, each step", SeriesLook.TrainingRaw, Thinning.Extremes(raw, MostPoints)),
            new("training, smoothed", SeriesLook.Training, Thinning.Extremes(smoothed, MostPoints)),
        };
        if (validation.Count > 0)
            series.Add(new("validation", SeriesLook.Validation, validation, Best(history, TrainingMetric.Loss)));
        return new CurvePanel("Loss", 250, AxisTicks.Around(0, highest, 6), series);
    }

    private static CurvePanel Validation(TrainingHistory history)
    {
        var accuracy = Finite(history.Evaluations.Select(e => new CurvePoint(e.Step, e.Accuracy)));
        var macroF1 = Finite(history.Evaluations.Select(e => new CurvePoint(e.Step, e.MacroF1)));
        var values = accuracy.Concat(macroF1).Select(point => point.Y).ToArray();
        return new CurvePanel(
            "Validation rows",
            150,
            AxisTicks.Around(values.Min(), values.Max(), 5),
            [
                new("accuracy", SeriesLook.Accuracy, accuracy, Best(history, TrainingMetric.Accuracy)),
                new("macro-F1", SeriesLook.MacroF1, macroF1, Best(history, TrainingMetric.MacroF1)),
            ]);
    }

    private static CurvePanel LearningRate(TrainingHistory history)
    {
        var rates = Finite(history.Steps.Select(step => new CurvePoint(step.Step, step.LearningRate)));
        return new CurvePanel(
            "Learning rate", 60, AxisTicks.Around(0, Highest(rates), 2), [new("learning rate", SeriesLook.LearningRate, Thinning.Extremes(rates, MostPoints))]);
    }

    private static CurvePoint? Best(TrainingHistory history, TrainingMetric metric) =>
        history.Best is { } best && double.IsFinite(best.Value(metric)) ? new CurvePoint(best.Step, best.Value(metric)) : null;

    private static string Description(TrainingHistory history)
    {
        var last = history.Steps[^1];
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{last.Step} steps in {last.Epoch:0.#} epochs. The training loss went from {history.Steps[0].Loss:0.###} to {last.Loss:0.###}.");
        return history.Best is { } best
            ? text + string.Create(
                CultureInfo.InvariantCulture,
                $" The weights of step {best.Step} were kept; on the validation rows their loss is {best.Loss:0.###}, their accuracy {best.Accuracy:0.###}, their macro-F1 {best.MacroF1:0.###}.")
            : text;
    }

    private static double Highest(IEnumerable<CurvePoint> points) => points.Select(point => point.Y).DefaultIfEmpty(0).Max();

    // A training that diverged ends with a loss that has no place in a picture.
    private static IReadOnlyList<CurvePoint> Finite(IEnumerable<CurvePoint> points) => [.. points.Where(point => double.IsFinite(point.Y))];
}
