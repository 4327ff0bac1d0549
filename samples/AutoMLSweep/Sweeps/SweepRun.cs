using System.Diagnostics;
using AutoMLSweep.Commands;
using AutoMLSweep.Reporting;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLNet.LlmExtensions.AutoML;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using ReportClassification;
using ReportClassification.Files;
using ReportClassification.Training;
using Spectre.Console;

namespace AutoMLSweep.Sweeps;

/// <summary>The command's work.</summary>
internal static class SweepRun
{
    public static async Task<int> ExecuteAsync(SweepSettings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        using var page = settings.PageFile is { } path ? new OutputFile(path, "--out") : null;
        using var file = settings.ModelFile is { } save ? new OutputFile(save, "--save") : null;
        var clock = Stopwatch.StartNew();
        var ml = new MLContext(settings.Seed);
        var data = SweepData.Read(settings);
        var models = settings.ModelFolders.Select(LanguageModel.FromPretrained).ToArray();
        console.MarkupLineInterpolated($"Data   {settings.DataFile}: {data.Train.Count} train, {data.Dev.Count} dev, {data.Test.Count} test rows");
        console.MarkupLineInterpolated($"Models {string.Join(", ", models.Select(model => Path.GetFileName(model.Folder)))}");

        using var cache = new EmbeddingCache(new EmbeddingCacheOptions { Folder = settings.CacheFolder });
        var runner = new TextClassificationTrialRunner(
            ml,
            SweepPipelines.Create(ml, settings, models, cache),
            ReportView.Of(ml, data.Train),
            ReportView.Of(ml, data.Dev),
            new SweepOptions { Metric = settings.Metric, JournalPath = settings.JournalFile });
        var best = await RunAsync(ml, settings, runner, console, cancellation);
        console.MarkupLine("The best pipeline is trained on train and dev rows, and tried on the test rows.");
        var sweep = new SweepResult(settings, data, runner.Trials, Test(ml, best, runner, data, file), clock.Elapsed, cache.Statistics);
        Leaderboard.Write(console, sweep);
        if (page is not null)
        {
            LeaderboardPage.Of(sweep).WriteHtml(page.Stream);
            page.Commit();
        }

        cancellation.ThrowIfCancellationRequested();
        return ExitCode.Success;
    }

    private static async Task<TrialResult> RunAsync(
        MLContext ml, SweepSettings settings, TextClassificationTrialRunner runner, IAnsiConsole console, CancellationToken cancellation)
    {
        var experiment = ml.Auto().CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = settings.Seed })
            .SetTextClassification(runner)
            .SetTrainingTimeInSeconds((uint)Math.Ceiling(60 * settings.Minutes))
            .SetMonitor(new TrialLines(console, runner));
        _ = settings.Tuner switch
        {
            SearchTuner.CostFrugal => experiment.SetCostFrugalTuner(),
            SearchTuner.EciCostFrugal => experiment,
            _ => experiment.SetRandomSearchTuner(settings.Seed),
        };
        if (settings.Trials is { } trials)
        {
            experiment = experiment.SetMaxModelToExplore(trials);
        }

        try
        {
            return await experiment.RunAsync(cancellation);
        }
        catch (TimeoutException)
        {
            throw new UserErrorException(runner.Trials.Count == 0
                ? $"No trial was finished within {settings.Minutes} minutes. Give --minutes more."
                : $"All {runner.Trials.Count} trials failed; the last: {runner.Trials[^1].Failure}");
        }
    }

    // The best pipeline, trained on all that is not for testing, and measured once.
    private static double Test(MLContext ml, TrialResult best, TextClassificationTrialRunner runner, SweepData data, OutputFile? file)
    {
        var model = runner.Fit(best, ReportView.Of(ml, data.Training));
        using var owner = model as IDisposable;
        if (file is not null)
        {
            ReportView.Save(ml, model, file.Stream);
            file.Commit();
        }

        return HoldOutTest.Run(ml, model, data.AsTrial()).MacroF1;
    }
}
