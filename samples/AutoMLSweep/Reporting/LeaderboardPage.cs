using System.Globalization;
using AutoMLSweep.Commands;
using AutoMLSweep.Sweeps;
using MLNet.LlmExtensions.AutoML;
using ReportClassification.Reporting.Curves;

namespace AutoMLSweep.Reporting;

/// <summary>The leaderboard as a page: all trials, and how the metric rose over trials and over time.</summary>
internal static class LeaderboardPage
{
    private const int PanelHeight = 260;

    public static CurvePage Of(SweepResult sweep) => new(
        "Sweep over " + Path.GetFileName(sweep.Settings.DataFile),
        Leaderboard.Summary(sweep),
        [.. Settings(sweep)],
        new FiguresTable(
            ["rank", "trial", Leaderboard.MetricName(sweep.Settings.Metric), "seconds", "tried"],
            [.. sweep.Ranking.Select((trial, i) => Row((i + 1).ToString(CultureInfo.InvariantCulture), trial)), .. sweep.Failed.Select(trial => Row("failed", trial))]),
        [.. Charts(sweep)]);

    private static IReadOnlyList<string> Row(string rank, SweepTrial trial) =>
    [
        rank,
        trial.Id.ToString(CultureInfo.InvariantCulture),
        trial.Metric?.ToString("0.0000", CultureInfo.InvariantCulture) ?? trial.Failure!,
        trial.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
        ParameterText.Of(trial.Parameter),
    ];

    private static IEnumerable<CurveChart> Charts(SweepResult sweep)
    {
        var done = sweep.Trials.Where(trial => trial.Metric is not null).OrderBy(trial => trial.Id).ToArray();
        if (done.Length == 0)
        {
            yield break;
        }

        var name = Leaderboard.MetricName(sweep.Settings.Metric);
        var seconds = Running(sweep.Trials.OrderBy(trial => trial.Id).Select(trial => trial.Duration.TotalSeconds), (sum, next) => sum + next);
        var endOf = sweep.Trials.OrderBy(trial => trial.Id).Zip(seconds).ToDictionary(pair => pair.First.Id, pair => pair.Second);
        yield return Chart($"{name} over trials", "trial", AxisTicks.OfSteps(Math.Max(1, sweep.Trials.Max(trial => trial.Id) + 1), 10), trial => trial.Id + 1);
        yield return Chart($"{name} over time", "seconds of trials", AxisTicks.Around(0, Math.Max(1, endOf.Values.Max()), 10), trial => endOf[trial.Id]);

        CurveChart Chart(string title, string axis, AxisTicks ticks, Func<SweepTrial, double> x)
        {
            var each = done.Select(trial => new CurvePoint(x(trial), trial.Metric!.Value)).ToArray();
            var best = done.Select(x).Zip(Running(done.Select(trial => trial.Metric!.Value), Math.Max), (at, value) => new CurvePoint(at, value)).ToArray();
            var range = AxisTicks.Around(each.Min(point => point.Y), each.Max(point => point.Y), 6);
            return new CurveChart(
                title,
                $"{done.Length} trials, the best {best[^1].Y.ToString("0.0000", CultureInfo.InvariantCulture)}.",
                ticks,
                BestStep: null,
                [new CurvePanel(title, PanelHeight, range, [new("each trial", SeriesLook.Validation, each), new("the best so far", SeriesLook.MacroF1, best)])])
            {
                StepsName = axis,
            };
        }
    }

    private static IEnumerable<double> Running(IEnumerable<double> values, Func<double, double, double> combine)
    {
        double? sum = null;
        foreach (var value in values)
        {
            sum = sum is { } before ? combine(before, value) : value;
            yield return sum.Value;
        }
    }

    private static IEnumerable<(string Name, string Value)> Settings(SweepResult sweep)
    {
        var settings = sweep.Settings;
        yield return ("Rows", string.Create(CultureInfo.InvariantCulture, $"{sweep.Data.Train.Count} train, {sweep.Data.Dev.Count} dev, {sweep.Data.Test.Count} test"));
        yield return ("Models", string.Join(", ", settings.ModelFolders));
        yield return ("Tried", settings.Trainers switch
        {
            TriedTrainers.Frozen => "heads on frozen embeddings",
            TriedTrainers.Lora => "LoRA",
            TriedTrainers.Full => "training of all layers",
            TriedTrainers.Both => "heads on frozen embeddings, and LoRA",
            _ => "heads on frozen embeddings, LoRA, and training of all layers",
        });
        yield return ("Tuner", settings.Tuner.ToString());
        yield return ("Time budget", string.Create(CultureInfo.InvariantCulture, $"{settings.Minutes} minutes"));
        yield return ("Seed", settings.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("Machine", string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors"));
    }
}
