using System.CommandLine;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using ReportClassification.Data;
using ReportClassification.Files;
using ReportClassification.Pipelines;
using ReportClassification.Reporting;
using ReportClassification.Training;
using Spectre.Console;

namespace ReportClassification.Commands;

/// <summary>The command without a name: trains a classifier on a file of labelled reports and evaluates it.</summary>
internal static class TrainCommand
{
    public static RootCommand Create(IAnsiConsole console, Interruption interruption)
    {
        var data = new Option<string?>("--data") { Description = "Labelled reports: .jsonl, .csv or .tsv. Without it: the synthetic reports that come with the sample.", HelpName = "FILE" };
        var text = SharedOptions.Text();
        var label = new Option<string>("--label") { Description = "The column with the class.", HelpName = "COLUMN", DefaultValueFactory = _ => "label" };
        var split = new Option<string?>("--split") { Description = "The column that says train, dev or test. Without it: a column named split if there is one, else a random stratified split.", HelpName = "COLUMN" };
        var folds = NumberOption.Whole("--folds", "Stratified cross-validation with this many folds over all rows, instead of a split.", "N", minimum: 2);
        var testFraction = NumberOption.Share("--test-fraction", "The share of test rows in a random split.", 0.2);
        var model = new Option<string?>("--model") { Description = "The folder of a language model. Without it: models/report-encoder-small.", HelpName = "FOLDER" };
        var head = Choice.Create(
            "--head",
            "The classifier on the embeddings. linear-probe chooses its L2 by cross-validation on the train and dev rows; lbfgs and sdca are ML.NET's trainers with ML.NET's defaults.",
            ("linear-probe", Head.LinearProbe),
            ("lbfgs", Head.Lbfgs),
            ("sdca", Head.Sdca));
        var weights = Choice.Create<ClassWeighting?>(
            "--class-weights",
            "How much rows count in training a linear-probe, or in fine-tuning: rows of rare classes somewhat more (by the square root of their class's rows), so much more that each class counts alike, or all rows alike.",
            ("square-root", null),
            ("balanced", ClassWeighting.Balanced),
            ("none", ClassWeighting.None));
        var pooling = Choice.Create<PoolingMode?>(
            "--pooling",
            "How token vectors become one vector; model means as the model's own files say.",
            ("model", null),
            ("mean", PoolingMode.Mean),
            ("cls", PoolingMode.Cls),
            ("max", PoolingMode.Max),
            ("last-token", PoolingMode.LastToken),
            ("weighted-mean", PoolingMode.WeightedMean));
        var maximumLength = NumberOption.Whole("--max-length", "The longest window in tokens; longer reports are read in overlapping windows. Without it: as the model says.", "TOKENS", minimum: 1);
        var precision = Choice.Create("--precision", "The precision of the frozen model's weights.", ("float32", WeightPrecision.Float32), ("int8", WeightPrecision.Int8));
        var fineTuning = new FineTuningOptionSet();
        var seed = NumberOption.Whole("--seed", "Decides random splits and folds, and what is random in training. 1 where it is not given.", "N", minimum: 0);
        var seeds = NumberOption.Whole("--seeds", "Trains this many times, with the seeds --seed, --seed + 1, ..., on the same parts of the data, and gives mean and deviation.", "N", minimum: 2);
        var result = new Option<string?>("--out") { Description = "Writes all figures, settings and versions to this file.", HelpName = "result.json" };
        var save = new Option<string?>("--save") { Description = "Saves the trained pipeline to this file, for predict or ml.Model.Load. With --folds it is trained on all rows.", HelpName = "model.zip" };

        var command = new RootCommand("Classifies reports with ML.NET: on the embeddings of a frozen language model, or by fine-tuning it.")
        {
            data, text, label, split, folds, testFraction, model, head, weights, pooling, maximumLength, precision, SharedOptions.Device,
            seed, seeds,
        };
        foreach (var option in (IEnumerable<Option>)[.. fineTuning.All, result, save, SharedOptions.Quiet, SharedOptions.Verbose])
            command.Options.Add(option);
        command.Validators.Add(fineTuning.Validate);
        command.Validators.Add(option =>
        {
            if (option.GetResult(weights) is not null && Choice.Word(option, head) is "lbfgs" or "sdca")
                option.AddError("--class-weights is for --head linear-probe.");
            if (option.GetResult(folds) is not null && option.GetResult(split) is not null)
                option.AddError("--folds and --split exclude each other: cross-validation makes its own parts.");
            if (option.GetResult(seeds) is not null && (option.GetResult(save) is not null || fineTuning.SavesAdapter(option)))
                option.AddError("--seeds makes several models, and --save and --save-adapter take one. Name the one with --seed.");
            if (fineTuning.WantsPicture(option) && (option.GetResult(seeds) is not null || option.GetResult(folds) is not null || fineTuning.HasSeveralRates(option)))
                option.AddError("--curve as .svg holds one training, but there are several. Write an .html file.");
            if (!fineTuning.IsFineTuning(option))
                return;
            if (option.GetResult(head) is not null)
                option.AddError("--head is for --trainer frozen; fine-tuning trains a head of its own.");
            if (option.GetResult(precision) is not null)
                option.AddError("--precision is for --trainer frozen; see --training-precision and --frozen-weights.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var classWeighting = Choice.Value(parsed, weights) ?? ClassWeighting.SquareRoot;
            var settings = new TrainSettings
            {
                DataFile = parsed.GetValue(data) ?? ShippedFiles.SyntheticReports(),
                Columns = new ReportColumns(parsed.GetRequiredValue(text), parsed.GetRequiredValue(label), parsed.GetValue(split)),
                ModelFolder = parsed.GetValue(model) ?? ShippedFiles.LanguageModel(),
                Head = Choice.Value(parsed, head),
                ClassWeighting = classWeighting,
                Embedder = new TextEmbedderOptions
                {
                    Pooling = Choice.Value(parsed, pooling),
                    MaximumLength = parsed.GetValue(maximumLength),
                    Precision = Choice.Value(parsed, precision),
                    Device = Choice.Value(parsed, SharedOptions.Device),
                },
                Folds = parsed.GetValue(folds),
                TestFraction = parsed.GetValue(testFraction),
                Seed = parsed.GetValue(seed) ?? 1,
                Seeds = parsed.GetValue(seeds) ?? 1,
                FineTuning = fineTuning.Read(
                    parsed,
                    new LoraTextClassificationOptions
                    {
                        ClassWeighting = classWeighting,
                        Pooling = Choice.Value(parsed, pooling),
                        MaximumLength = parsed.GetValue(maximumLength),
                        Device = Choice.Value(parsed, SharedOptions.Device),
                    },
                    parsed.GetValue(result)),
                ResultFile = parsed.GetValue(result),
                SavedModelFile = parsed.GetValue(save),
                Quiet = parsed.GetValue(SharedOptions.Quiet),
            };
            if (parsed.GetValue(data) is null && parsed.GetValue(model) is null)
                new ConsoleReport(console, settings.Quiet).ShowShipped();

            // The work is synchronous; a thread of its own leaves this one free for Ctrl+C.
            return Task.Run(() => TrainingRun.Execute(settings, [.. parsed.Tokens.Select(token => token.Value)], console, interruption), cancellation);
        });
        return command;
    }
}
