using System.CommandLine;
using System.Globalization;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;
using ReportEncoder.Stages;

// The stages of training models/report-encoder-small, each a command, so that one can be repeated without the others.
Option<string> work = new("--work") { Description = "A folder for what the stages hand on.", Required = true };
Option<string> corpora = new("--corpora") { Description = "The folder of the unpacked corpora.", Required = true };
Option<string> data = new("--data") { Description = "The folder of the labelled data sets.", Required = true };
Option<int> seed = new("--seed") { Description = "Of everything random.", DefaultValueFactory = _ => 1 };

Option<int> vocabulary = new("--vocabulary") { Description = "Tokens.", DefaultValueFactory = _ => 8192 };
Option<int> triples = new("--triples") { Description = "Hard negatives of each kind.", DefaultValueFactory = _ => 150_000 };
Option<int> mined = new("--mined") { Description = "Hard negatives from sentences, at the most.", DefaultValueFactory = _ => 100_000 };

Option<string> name = new("--name") { Description = "What the model is called in the work folder.", DefaultValueFactory = _ => "new" };
Option<int> layers = new("--layers") { Description = "Layers.", DefaultValueFactory = _ => 4 };
Option<int> width = new("--width") { Description = "Numbers of a vector.", DefaultValueFactory = _ => 256 };
Option<int> heads = new("--heads") { Description = "Attention heads.", DefaultValueFactory = _ => 8 };
Option<int?> intermediate = new("--intermediate") { Description = "Width of the feed-forward layer; four times --width by default." };
Option<int> positions = new("--positions") { Description = "The longest row.", DefaultValueFactory = _ => 256 };
Option<bool> cooccurrence = new("--cooccurrence") { Description = "Begin with word embeddings from co-occurrence." };

Option<string?> from = new("--from") { Description = "The model to begin with, by its name in the work folder." };
Option<string?> to = new("--to") { Description = "What the trained model is called there." };
Option<int> steps = new("--steps") { Description = "Optimiser steps; the learning rate falls to 0 over them.", Required = true };
Option<double?> rate = new("--learning-rate") { Description = "At its highest." };
Option<int?> batch = new("--batch") { Description = "Rows or pairs of a step." };
Option<int> length = new("--length") { Description = "Tokens of a row.", DefaultValueFactory = _ => 256 };
Option<int> interval = new("--checkpoint-every") { Description = "Steps between checkpoints.", DefaultValueFactory = _ => 500 };
Option<double?> limit = new("--time-limit") { Description = "End well after so many minutes." };
Option<int?> budget = new("--token-budget") { Description = "Tokens of one pass." };
Option<TrainingPrecision> precision = new("--precision") { Description = "What is computed in.", DefaultValueFactory = _ => TrainingPrecision.Float32 };
Option<DevicePreference> device = new("--device") { Description = "Where.", DefaultValueFactory = _ => DevicePreference.Auto };
Option<string> hardware = new("--hardware") { Description = "The machine in words, for the model card.", DefaultValueFactory = _ => "" };
Option<double> maskProbability = new("--mask-probability") { Description = "Share of the tokens that are hidden.", DefaultValueFactory = _ => 0.2 };
Option<double> hardShare = new("--hard-share") { Description = "Share of the pairs that have a hard negative.", DefaultValueFactory = _ => 0.1 };
Option<double> temperature = new("--temperature") { Description = "What cosines are divided by.", DefaultValueFactory = _ => 0.05 };
Option[] training = [from, to, steps, rate, batch, length, interval, limit, budget, precision, device, hardware, seed];

Option<string> model = new("--model") { Description = "A model's name in the work folder, or a folder.", DefaultValueFactory = _ => "contrasted" };
Option<string?> evaluationData = new("--data") { Description = "The labelled data sets; without them only the sanity set is measured." };
Option<int> draws = new("--draws") { Description = "How often a few rows are drawn.", DefaultValueFactory = _ => 5 };
Option<string> output = new("--output") { Description = "The model folder to write.", Required = true };
Option<int> maximumLength = new("--max-length") { Description = "The longest row that the shipped model says it reads.", DefaultValueFactory = _ => 256 };

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true; // a checkpoint is written first
    cancellation.Cancel();
};

var root = new RootCommand("Trains the small report encoder that this repository ships.")
{
    Add("prepare", "Writes what may be trained on, and trains the vocabulary.", [work, corpora, data, vocabulary, triples, mined, seed],
        a => new PrepareStage(Work(a), Log).Run(
            a.GetRequiredValue(corpora), a.GetRequiredValue(data), a.GetValue(vocabulary), a.GetValue(triples), a.GetValue(mined), a.GetValue(seed))),
    Add("new", "Makes a model that is not trained yet.", [work, name, layers, width, heads, intermediate, positions, cooccurrence, seed],
        a => new NewModelStage(Work(a), Log).Run(a.GetRequiredValue(name), new NewBert
        {
            LayerCount = a.GetValue(layers), HiddenSize = a.GetValue(width), HeadCount = a.GetValue(heads),
            IntermediateSize = a.GetValue(intermediate), MaximumPositions = a.GetValue(positions),
        }, a.GetValue(cooccurrence), a.GetValue(seed))),
    Add("pretrain", "Trains it to fill in hidden words.", [work, maskProbability, .. training],
        a => new PretrainStage(Work(a), Log).Run(
            Run(a, "new", "pretrained", learningRate: 1.5e-3, batchSize: 256), a.GetValue(maskProbability))),
    Add("contrast", "Trains its embeddings on pairs of texts.", [work, hardShare, temperature, .. training],
        a => new ContrastStage(Work(a), Log).Run(
            Run(a, "pretrained", "contrasted", learningRate: 5e-4, batchSize: 1024), a.GetValue(hardShare), a.GetValue(temperature))),
    Add("evaluate", "Measures it on the labelled data sets' dev rows and the sanity set.", [work, model, evaluationData, draws],
        a => new EvaluateStage(Work(a), Log).Run(a.GetRequiredValue(model), a.GetValue(evaluationData), a.GetValue(draws))),
    Add("export", "Writes the model folder.", [work, model, corpora, output, maximumLength],
        a => new ExportStage(Work(a), Log).Run(
            a.GetRequiredValue(model), a.GetRequiredValue(corpora), a.GetRequiredValue(output), a.GetValue(maximumLength))),
};
return root.Parse(args).Invoke();

WorkFolder Work(ParseResult a) => new(a.GetRequiredValue(work));

TrainingRun Run(ParseResult a, string defaultFrom, string defaultTo, double learningRate, int batchSize) => new()
{
    From = a.GetValue(from) ?? defaultFrom,
    To = a.GetValue(to) ?? defaultTo,
    Steps = a.GetValue(steps),
    LearningRate = a.GetValue(rate) ?? learningRate,
    BatchSize = a.GetValue(batch) ?? batchSize,
    MaximumLength = a.GetValue(length),
    CheckpointInterval = a.GetValue(interval),
    TimeLimit = a.GetValue(limit),
    TokenBudget = a.GetValue(budget),
    Precision = a.GetValue(precision),
    Device = a.GetValue(device),
    Hardware = a.GetValue(hardware) ?? "",
    Seed = a.GetValue(seed),
    Cancellation = cancellation.Token,
};

static Command Add(string name, string description, Option[] options, Action<ParseResult> action)
{
    var command = new Command(name, description);
    foreach (var option in options)
        command.Options.Add(option);
    command.SetAction(action);
    return command;
}

static void Log(string message) =>
    Console.WriteLine(DateTime.UtcNow.ToString("HH:mm:ss ", CultureInfo.InvariantCulture) + message);
