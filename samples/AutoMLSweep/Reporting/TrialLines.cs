using Microsoft.ML.AutoML;
using MLNet.LlmExtensions.AutoML;
using Spectre.Console;

namespace AutoMLSweep.Reporting;

/// <summary>A line for each trial, as soon as it is over.</summary>
internal sealed class TrialLines(IAnsiConsole console, TextClassificationTrialRunner runner) : IMonitor
{
    private double _best = double.NegativeInfinity;

    public void ReportRunningTrial(TrialSettings settings)
    {
    }

    public void ReportCompletedTrial(TrialResult result)
    {
        var trial = runner.Trials[^1];
        var mark = trial.Metric > _best ? " *" : "";
        _best = Math.Max(_best, trial.Metric ?? _best);
        console.WriteLine(FormattableString.Invariant(
            $"{trial.Id,4}  {(trial.Metric is { } metric ? metric.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture) : "failed")}{mark,-2}  {trial.Duration.TotalSeconds,6:0.0} s  {ParameterText.Of(trial.Parameter)}{(trial.IsFromJournal ? " (journal)" : "")}"));
    }

    public void ReportBestTrial(TrialResult result)
    {
    }

    public void ReportFailTrial(TrialSettings settings, Exception? exception = null)
    {
    }
}
