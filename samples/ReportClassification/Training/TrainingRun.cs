using System.Diagnostics;
using ReportClassification.Commands;
using ReportClassification.Data;
using ReportClassification.Files;
using ReportClassification.Reporting;
using ReportClassification.Reporting.Curves;
using ReportClassification.Training.FineTuning;
using Spectre.Console;

namespace ReportClassification.Training;

/// <summary>The training command's work: read, train, evaluate, report, save.</summary>
internal static class TrainingRun
{
    public static int Execute(TrainSettings settings, IReadOnlyList<string> arguments, IAnsiConsole console, Interruption interruption)
    {
        if (settings.FineTuning is { EstimateOnly: true } estimate)
            return EstimateRun.Execute(settings, estimate, console);

        var started = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        using var resultFile = Open(settings.ResultFile, "--out");
        using var modelFile = Open(settings.SavedModelFile, "--save");
        using var curveFile = Open(settings.FineTuning?.CurveFile, "--curve");

        var reports = LabelledReportFile.Read(settings.DataFile, settings.Columns);
        var plan = DataPlan.Of(settings, reports);
        var reading = clock.Elapsed;

        using IReportTrainer trainer = settings.FineTuning is null
            ? new FrozenTrainer(settings, plan, interruption.Cancellation)
            : new FineTuner(settings, plan, interruption);
        var report = new ConsoleReport(console, settings.Quiet);
        report.Show(trainer.Model);
        report.Show(plan.Figures);
        if (settings.FineTuning is { } fineTuning)
        {
            interruption.AllowStop(report.ShowStopping);
            report.ShowBeginning(fineTuning, hasDevRows: plan.Split?.Dev.Count > 0);
        }

        var kept = new KeptModel(modelFile, settings.FineTuning?.AdapterFolder);
        var trials = new TrialSequence(trainer, plan, settings, interruption.Stop);
        WorkBar.Run(console, settings.Quiet, trainer.Meter, () => trials.Run(reports, kept));

        var several = trials.Seeds.Count > 1;
        var result = trainer.Complete(new TrainingResult
        {
            Command = arguments,
            Started = started,
            Environment = EnvironmentFigures.Current(),
            Model = trainer.Model,
            Settings = SettingsFigures.Of(settings),
            Data = plan.Figures,
            Stopped = interruption.Stop.IsCancellationRequested,
            Test = several ? null : trials.Seeds[0].Test,
            CrossValidation = several ? null : trials.Seeds[0].CrossValidation,
            OverSeeds = several ? OverSeedsFigures.Of(trials.Seeds) : null,
            Seeds = several ? trials.Seeds : null,
            FineTuning = settings.FineTuning is null ? null : trials.FineTuning,
            Seconds = new Timing { Reading = reading.TotalSeconds, Total = clock.Elapsed.TotalSeconds },
            PeakMemory = PeakMemory(),
        });
        report.Show(result);
        if (resultFile is not null)
            ResultFile.Write(result, resultFile);
        if (curveFile is not null)
            CurveFile.Write(result, settings.FineTuning!.CurveFile!, curveFile);
        if (trials.HasKept)
            modelFile?.Commit();
        else if (kept.IsWanted)
            report.ShowNotKept();
        return ExitCode.Success;
    }

    private static OutputFile? Open(string? path, string option) => path is null ? null : new OutputFile(path, option);

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
