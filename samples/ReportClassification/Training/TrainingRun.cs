using System.Diagnostics;
using Microsoft.ML;
using ReportClassification.Commands;
using ReportClassification.Data;
using ReportClassification.Evaluation;
using ReportClassification.Files;
using ReportClassification.Reporting;
using Spectre.Console;

namespace ReportClassification.Training;

/// <summary>The training command's work: read, embed, train, evaluate, report, save.</summary>
internal static class TrainingRun
{
    public static int Execute(TrainSettings settings, IEnumerable<string> arguments, IAnsiConsole console, CancellationToken cancellation)
    {
        var started = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        using var resultFile = settings.ResultFile is { } path ? new OutputFile(path, "--out") : null;
        using var modelFile = settings.SavedModelFile is { } zip ? new OutputFile(zip, "--save") : null;

        var reports = LabelledReportFile.Read(settings.DataFile, settings.Columns);
        var plan = DataPlan.Of(settings, reports);
        var reading = clock.Elapsed;

        var trainer = new ReportTrainer(settings, new EmbeddingMeter(), cancellation);
        // Holds the language model open from here on, so that it is loaded once, and tells the device before the work begins.
        using var embedding = trainer.Embedding();
        trainer.Meter.Watch(embedding.Embedder);
        var model = ModelFigures.Of(embedding.Embedder, settings.Embedder, withFingerprint: resultFile is not null);
        var report = new ConsoleReport(console, settings.Quiet);
        report.Show(model);
        report.Show(plan.Figures);

        var (test, crossValidation) = EmbeddingBar.Run(console, settings.Quiet, trainer.Meter, () => Evaluate(trainer, plan, reports, modelFile));
        var result = new TrainingResult
        {
            Command = [.. arguments],
            Started = started,
            Environment = EnvironmentFigures.Current(),
            Model = model,
            Settings = SettingsFigures.Of(settings, trainer.ChosenL2),
            Data = plan.Figures,
            Test = test,
            CrossValidation = crossValidation,
            Embedding = EmbeddingFigures.Of(embedding.Embedder.Statistics),
            Seconds = new Timing(reading.TotalSeconds, trainer.Meter.Time.TotalSeconds, clock.Elapsed.TotalSeconds, trainer.Meter.Texts),
        };
        report.Show(result);
        if (resultFile is not null)
            ResultFile.Write(result, resultFile);
        modelFile?.Commit();
        return ExitCode.Success;
    }

    private static (EvaluationFigures? Test, CrossValidationFigures? CrossValidation) Evaluate(
        ReportTrainer trainer, DataPlan plan, IReadOnlyList<LabelledReport> reports, OutputFile? modelFile)
    {
        if (plan.Split is { } split)
        {
            var trained = trainer.Fit(split.Training);
            using var owner = trained as IDisposable;
            var test = HoldOutTest.Run(trainer, trained, split);
            Save(trainer, trained, modelFile);
            return (test, null);
        }

        var crossValidation = CrossValidation.Run(trainer, plan.Folds!);
        if (modelFile is not null)
        {
            var trained = trainer.Fit(reports);
            using var owner = trained as IDisposable;
            Save(trainer, trained, modelFile);
        }

        return (null, crossValidation);
    }

    private static void Save(ReportTrainer trainer, ITransformer trained, OutputFile? modelFile)
    {
        if (modelFile is not null)
            trainer.ML.Model.Save(trained, trainer.View([]).Schema, modelFile.Stream);
    }
}
