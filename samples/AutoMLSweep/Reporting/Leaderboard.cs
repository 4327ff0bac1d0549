using System.Globalization;
using AutoMLSweep.Sweeps;
using MLNet.LlmExtensions.AutoML;
using Spectre.Console;

namespace AutoMLSweep.Reporting;

/// <summary>The best trials as text.</summary>
internal static class Leaderboard
{
    private const int Rows = 10;

    public static void Write(IAnsiConsole console, SweepResult sweep)
    {
        var table = new Table().AddColumns("", "trial", MetricName(sweep.Settings.Metric), "s", "tried");
        foreach (var (trial, rank) in sweep.Ranking.Take(Rows).Select((trial, i) => (trial, i + 1)))
        {
            table.AddRow(
                rank.ToString(CultureInfo.InvariantCulture),
                trial.Id.ToString(CultureInfo.InvariantCulture),
                trial.Metric!.Value.ToString("0.0000", CultureInfo.InvariantCulture),
                trial.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                Markup.Escape(ParameterText.Of(trial.Parameter)));
        }

        console.Write(table);
        foreach (var trial in sweep.Failed)
        {
            console.MarkupLineInterpolated($"Trial {trial.Id} failed: {trial.Failure}");
        }

        console.WriteLine(Summary(sweep));
    }

    /// <summary>The name of a metric.</summary>
    public static string MetricName(SweepMetric metric) => metric == SweepMetric.Accuracy ? "accuracy on dev" : "macro-F1 on dev";

    /// <summary>What came of it, in a line.</summary>
    public static string Summary(SweepResult sweep) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sweep.Trials.Count} trials in {sweep.Elapsed.TotalMinutes:0.0} minutes; {sweep.Cache.Misses} texts embedded, {sweep.Cache.MemoryHits + sweep.Cache.DiskHits + sweep.Cache.SharedHits} vectors from the cache. The best, trained on train and dev rows: macro-F1 {sweep.TestMacroF1:0.0000} on {sweep.Data.Test.Count} test rows.");
}
