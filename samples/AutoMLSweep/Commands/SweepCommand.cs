using System.CommandLine;
using AutoMLSweep.Sweeps;
using MLNet.LlmExtensions.AutoML;
using ReportClassification.Commands;
using ReportClassification.Files;
using Spectre.Console;

namespace AutoMLSweep.Commands;

/// <summary>The command line.</summary>
internal static class SweepCommand
{
    public static RootCommand Create(IAnsiConsole console)
    {
        var data = new Option<string?>("--data") { Description = "Labelled reports: .jsonl, .csv or .tsv. Without it: the synthetic reports that come with the samples.", HelpName = "FILE" };
        var text = SharedOptions.Text();
        var label = new Option<string>("--label") { Description = "The column with the class.", HelpName = "COLUMN", DefaultValueFactory = _ => "label" };
        var split = new Option<string?>("--split") { Description = "The column that says train, dev or test. Without it: a column named split if there is one, else a fifth of the rows each for dev and test.", HelpName = "COLUMN" };
        var model = new Option<string[]>("--model") { Description = "The folder of a language model; given several times, each is tried. Without it: the model that ships.", HelpName = "FOLDER" };
        var trainer = Choice.Create("--trainer", "What is tried: heads on frozen embeddings, LoRA, both, training of all layers, or all of these.", ("frozen", TriedTrainers.Frozen), ("lora", TriedTrainers.Lora), ("both", TriedTrainers.Both), ("full", TriedTrainers.Full), ("all", TriedTrainers.All));
        var metric = Choice.Create("--metric", "What trials are compared by, on the dev rows.", ("macro-f1", SweepMetric.MacroF1), ("accuracy", SweepMetric.Accuracy));
        var tuner = Choice.Create(
            "--tuner", "What proposes the next trial.", ("random", SearchTuner.Random), ("eci", SearchTuner.EciCostFrugal), ("cost-frugal", SearchTuner.CostFrugal));
        var minutes = new Option<double>("--minutes") { Description = "The time budget.", DefaultValueFactory = _ => 10 };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 100_000))
            {
                result.AddError("--minutes must be above 0.");
            }
        });
        var trials = new Option<int?>("--trials") { Description = "The most trials. Without it: as many as the time allows.", HelpName = "N" };
        trials.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
            {
                result.AddError("--trials must be 1 or more.");
            }
        });
        var seed = new Option<int>("--seed") { Description = "Decides what is random.", DefaultValueFactory = _ => 1 };
        var journal = new Option<string?>("--journal") { Description = "Keeps the results of trials in this file. The same command goes on from it after a kill.", HelpName = "FILE" };
        var cache = new Option<string?>("--cache") { Description = "Keeps embeddings in this folder, for the next sweep.", HelpName = "FOLDER" };
        var page = new Option<string?>("--out") { Description = "Writes the leaderboard to this page, with plots.", HelpName = "FILE.html" };
        var save = new Option<string?>("--save") { Description = "Trains the best pipeline on train and dev rows and saves it to this file, for predict or ml.Model.Load.", HelpName = "FILE.zip" };

        var command = new RootCommand("Finds the best classifier for labelled reports within a time budget, with ML.NET's AutoML.")
        {
            data, text, label, split, model, trainer, metric, tuner, minutes, trials, seed, journal, cache, page, save,
        };
        command.SetAction((result, cancellation) => SweepRun.ExecuteAsync(
            new SweepSettings
            {
                DataFile = result.GetValue(data) ?? ShippedFiles.SyntheticReports(),
                TextColumns = result.GetValue(text)!,
                LabelColumn = result.GetValue(label)!,
                SplitColumn = result.GetValue(split),
                ModelFolders = result.GetValue(model) is { Length: > 0 } folders ? folders : [ShippedFiles.LanguageModel()],
                Trainers = result.GetValue(trainer)?.Value ?? TriedTrainers.Frozen,
                Metric = result.GetValue(metric)?.Value ?? SweepMetric.MacroF1,
                Tuner = result.GetValue(tuner)?.Value ?? SearchTuner.Random,
                Minutes = result.GetValue(minutes),
                Trials = result.GetValue(trials),
                Seed = result.GetValue(seed),
                JournalFile = result.GetValue(journal),
                CacheFolder = result.GetValue(cache),
                PageFile = result.GetValue(page),
                ModelFile = result.GetValue(save),
            },
            console,
            cancellation));
        return command;
    }
}
