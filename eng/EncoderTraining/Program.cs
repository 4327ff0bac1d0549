using System.CommandLine;
using System.Globalization;
using EncoderTraining;

// The stages of training models/report-encoder-mini, each a command, so that one can be repeated without the others.
Option<string> corpora = new("--corpora") { Description = "The folder of the unpacked corpora.", Required = true };
Option<string> data = new("--data") { Description = "The folder of the labelled data sets.", Required = true };
Option<string> work = new("--work") { Description = "A folder for what the stages hand on.", Required = true };
Option<string> output = new("--output") { Description = "The model folder to write.", Required = true };
Option<int> vocabulary = new("--vocabulary") { Description = "Tokens.", DefaultValueFactory = _ => 8192 };
Option<int> steps = new("--steps") { Description = "Optimiser steps.", Required = true };
Option<int> seed = new("--seed") { Description = "Of everything random.", DefaultValueFactory = _ => 1 };
Option<float?> rate = new("--learning-rate") { Description = "At its highest." };
Option<Stage> from = new("--from")
{
    Description = "The stage whose weights to take.", DefaultValueFactory = _ => Stage.Contrast,
};

var root = new RootCommand("Trains the small report encoder that this repository ships.")
{
    Add("prepare", "Learns the vocabulary and encodes the corpora.", [corpora, data, work, vocabulary],
        a => new Stages(a.GetRequiredValue(work), Log)
            .Prepare(a.GetRequiredValue(corpora), a.GetRequiredValue(data), a.GetValue(vocabulary))),
    Add("initialise", "Starts an encoder with co-occurrence word embeddings.", [work, seed],
        a => new Stages(a.GetRequiredValue(work), Log).Initialise(a.GetValue(seed))),
    Add("pretrain", "Trains it to fill in hidden words.", [work, steps, rate, seed],
        a => new Stages(a.GetRequiredValue(work), Log)
            .Pretrain(a.GetValue(steps), a.GetValue(rate), a.GetValue(seed))),
    Add("contrast", "Trains its embeddings on pairs of texts.", [work, steps, rate, seed, from],
        a => new Stages(a.GetRequiredValue(work), Log)
            .Contrast(a.GetValue(from), a.GetValue(steps), a.GetValue(rate), a.GetValue(seed))),
    Add("evaluate", "Measures it on the labelled data sets' dev rows.", [work, data, from],
        a => new Stages(a.GetRequiredValue(work), Log).Evaluate(a.GetValue(from), a.GetRequiredValue(data))),
    Add("export", "Writes the model folder.", [work, corpora, output, from],
        a => new Stages(a.GetRequiredValue(work), Log)
            .Export(a.GetValue(from), a.GetRequiredValue(corpora), a.GetRequiredValue(output))),
};
return root.Parse(args).Invoke();

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
