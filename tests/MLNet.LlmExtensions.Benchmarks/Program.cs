using System.CommandLine;
using System.Globalization;
using MLNet.LlmExtensions.Benchmarks;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = Directory.GetCurrentDirectory();
var data = new Option<string>("--data")
{
    Description = "JSONL file with a text field.",
    DefaultValueFactory = _ => Path.Combine(root, "samples/ReportClassification/data/synthetic-reports.jsonl"),
};
var vocabulary = new Option<string>("--vocabulary")
{
    Description = "WordPiece vocabulary of the random model of MiniLM's shape that is measured unless --model is given.",
    DefaultValueFactory = _ => Path.Combine(root, "models/report-encoder-mini/vocab.txt"),
};
var modelFolder = new Option<string?>("--model") { Description = "Model folder to measure instead." };
var count = new Option<int>("--texts") { Description = "How many texts.", DefaultValueFactory = _ => 512 };
var rounds = new Option<int>("--rounds") { Description = "Turns of each contender.", DefaultValueFactory = _ => 7 };
var length = new Option<int>("--stream-texts") { Description = "Length of the stream.", DefaultValueFactory = _ => 200_000 };

using var folder = new TemporaryFolder();
var throughput = new Command("throughput", "Texts per second against bare ONNX Runtime loops.") { data, vocabulary, modelFolder, count, rounds };
throughput.SetAction(result => ThroughputBenchmark.Run(Model(result), Texts(result), result.GetValue(rounds)));
var allocation = new Command("allocation", "Managed memory allocated for each text.") { data, vocabulary, modelFolder, count };
allocation.SetAction(result => AllocationBenchmark.Run(Model(result), Texts(result)));
var stream = new Command("stream", "Resident memory over a long stream.") { data, vocabulary, modelFolder, length };
stream.SetAction(result => StreamBenchmark.Run(Model(result), ReportTexts.Read(result.GetValue(data)!), result.GetValue(length)));

var serving = new Command("serving", "Texts per second and memory of fine-tuned classifiers on one base model.") { data, vocabulary, modelFolder, count, rounds };
serving.SetAction(result => ServingBenchmark.Run(Model(result), Texts(result), result.GetValue(rounds)));

return new RootCommand("Benchmarks of MLNet.LlmExtensions. Run from the repository's root, in Release.") { throughput, allocation, stream, serving }
    .Parse(args)
    .Invoke();

LanguageModel Model(ParseResult result) => result.GetValue(modelFolder) is { } path
    ? LanguageModel.FromPretrained(path)
    : BenchmarkModel.Create(folder.File("minilm-shape"), result.GetValue(vocabulary)!);

string[] Texts(ParseResult result) =>
    [.. ReportTexts.Endless(ReportTexts.Read(result.GetValue(data)!), seed: 1).Take(result.GetValue(count))];
