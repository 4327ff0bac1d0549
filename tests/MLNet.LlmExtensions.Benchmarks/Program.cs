using System.CommandLine;
using System.Globalization;
using MLNet.LlmExtensions.Benchmarks;
using MLNet.LlmExtensions.Benchmarks.Training;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training;

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
    DefaultValueFactory = _ => Path.Combine(root, "models/report-encoder-small/vocab.txt"),
};
var modelFolder = new Option<string?>("--model") { Description = "Model folder to measure instead." };
var count = new Option<int>("--texts") { Description = "How many texts.", DefaultValueFactory = _ => 512 };
var rounds = new Option<int>("--rounds") { Description = "Turns of each contender.", DefaultValueFactory = _ => 7 };
var length = new Option<int>("--stream-texts") { Description = "Length of the stream.", DefaultValueFactory = _ => 200_000 };

using var folder = new TemporaryFolder();
var cuda = new Option<bool>("--cuda") { Description = "On the first NVIDIA device instead of the CPU." };
var throughput = new Command("throughput", "Texts per second against bare ONNX Runtime loops.") { data, vocabulary, modelFolder, count, rounds, cuda };
throughput.SetAction(result => ThroughputBenchmark.Run(Model(result), Texts(result), result.GetValue(rounds), result.GetValue(cuda)));
var allocation = new Command("allocation", "Managed memory allocated for each text.") { data, vocabulary, modelFolder, count };
allocation.SetAction(result => AllocationBenchmark.Run(Model(result), Texts(result)));
var stream = new Command("stream", "Resident memory over a long stream.") { data, vocabulary, modelFolder, length };
stream.SetAction(result => StreamBenchmark.Run(Model(result), ReportTexts.Read(result.GetValue(data)!), result.GetValue(length)));
var cache = new Command("cache", "What the cache of vectors costs and saves.") { data, vocabulary, modelFolder, count, rounds };
cache.SetAction(result => CacheBenchmark.Run(Model(result), Texts(result), result.GetValue(rounds)));
var address = new Option<string>("--classifier") { Description = "Where to post: http://127.0.0.1:5080/v1/classifiers/NAME/classify.", Required = true };
var requests = new Option<int>("--requests") { Description = "How many requests.", DefaultValueFactory = _ => 50_000 };
var callers = new Option<int>("--callers") { Description = "How many at once.", DefaultValueFactory = _ => 32 };
var process = new Option<int?>("--process") { Description = "The id of the service's process, to see its memory." };
var load = new Command("load", "A running PredictionService under load.") { data, vocabulary, modelFolder, count, address, requests, callers, process };
load.SetAction(result => LoadBenchmark.RunAsync(
    Model(result), Texts(result), new Uri(result.GetValue(address)!), result.GetValue(requests), result.GetValue(callers), result.GetValue(process)));

var serving = new Command("serving", "Texts per second and memory of fine-tuned classifiers on one base model.") { data, vocabulary, modelFolder, count, rounds };
serving.SetAction(result => ServingBenchmark.Run(Model(result), Texts(result), result.GetValue(rounds)));
var method = new Option<TransferMethod>("--method") { Description = "Lora or Full.", DefaultValueFactory = _ => TransferMethod.Lora };
var precision = new Option<TrainingPrecision>("--precision") { Description = "Float32 or BFloat16.", DefaultValueFactory = _ => TrainingPrecision.Float32 };
var rows = new Option<int>("--rows") { Description = "Texts in a batch.", DefaultValueFactory = _ => 16 };
var tokens = new Option<int>("--length") { Description = "Tokens of the longest text.", DefaultValueFactory = _ => 128 };
var rank = new Option<int>("--rank") { Description = "Rank of the adapters.", DefaultValueFactory = _ => 8 };
var dropout = new Option<double>("--dropout") { Description = "Of the adapters. Above 0 the losses cannot agree." };
var threads = new Option<int>("--threads") { Description = "Threads of each side.", DefaultValueFactory = _ => 2 };
var checkpointing = new Option<bool>("--gradient-checkpointing") { Description = "Ours alone computes activations again instead of keeping them." };
var training = new Command("training", "Time and memory of a training step against plain PyTorch.")
{
    vocabulary, modelFolder, method, precision, rows, tokens, rank, dropout, threads, checkpointing, rounds,
};
training.SetAction(result => TrainingBenchmark.Run(
    new TrainingCase
    {
        Model = Model(result).Folder,
        Data = folder.File("training"),
        Method = result.GetValue(method),
        Precision = result.GetValue(precision),
        Rows = result.GetValue(rows),
        Length = result.GetValue(tokens),
        Rank = result.GetValue(rank),
        Dropout = result.GetValue(dropout),
        Threads = result.GetValue(threads),
        GradientCheckpointing = result.GetValue(checkpointing),
        FrozenWeights = result.GetValue(precision) == TrainingPrecision.BFloat16 ? FrozenWeightPrecision.BFloat16 : FrozenWeightPrecision.Float32,
    },
    result.GetValue(rounds)));
var filter = new Option<string>("--filter") { Description = "Only cases with this in their name.", DefaultValueFactory = _ => "" };
var memory = new Command("memory", "The estimate of memory against what processes really take.") { filter };
memory.SetAction(result => MemoryBenchmark.Run(folder, result.GetValue(filter)!));
var hidden = new Option<int>("--hidden") { Description = "Width; four heads, and four times as wide between.", DefaultValueFactory = _ => 256 };
var layers = new Option<int>("--layers") { Description = "Layers.", DefaultValueFactory = _ => 4 };
var words = new Option<int>("--vocabulary-size") { Description = "Rows of the token embedding.", DefaultValueFactory = _ => 8192 };
var batch = new Option<int>("--batch") { Description = "Rows in a batch.", DefaultValueFactory = _ => 64 };
var decoder = new Option<bool>("--decoder") { Description = "A LLaMA that predicts the next token instead of a BERT." };
var pretraining = new Command("pretraining", "Tokens for each second that a new language model is trained on.")
{
    data, vocabulary, hidden, layers, words, batch, tokens, precision, threads, decoder, rounds,
};
pretraining.SetAction(result => PretrainingBenchmark.Run(NewModel(result), Texts(result, 4000), new PretrainingOptions
{
    MaximumLength = result.GetValue(tokens),
    MaximumBatchSize = result.GetValue(batch),
    TokenBudget = result.GetValue(batch) * result.GetValue(tokens),
    Precision = result.GetValue(precision),
    Threads = result.GetValue(threads),
}, result.GetValue(rounds)));
var workerArguments = new Argument<string[]>("case");
var worker = new Command("training-worker", "The other process of the training benchmark.") { workerArguments };
worker.Hidden = true;
worker.SetAction(result => TrainingWorker.Run(TrainingCase.Parse(result.GetValue(workerArguments)!)));
var embeddingWorker = new Command("embedding-worker", "A process of the memory benchmark.") { workerArguments };
embeddingWorker.Hidden = true;
embeddingWorker.SetAction(result => EmbeddingWorker.Run(result.GetValue(workerArguments)!));

return new RootCommand("Benchmarks of MLNet.LlmExtensions. Run from the repository's root, in Release.") { throughput, allocation, stream, cache, load, serving, training, pretraining, memory, worker, embeddingWorker }
    .Parse(args)
    .Invoke();

LanguageModel Model(ParseResult result) => result.GetValue(modelFolder) is { } path
    ? LanguageModel.FromPretrained(path)
    : BenchmarkModel.Create(folder.File("minilm-shape"), result.GetValue(vocabulary)!);

string[] Texts(ParseResult result, int? number = null) =>
    [.. ReportTexts.Endless(ReportTexts.Read(result.GetValue(data)!), seed: 1).Take(number ?? result.GetValue(count))];

LanguageModel NewModel(ParseResult result)
{
    // A tokenizer is a folder; of this one the vocabulary alone is given.
    var tokenizer = Directory.CreateDirectory(folder.File("tokenizer")).FullName;
    File.Copy(result.GetValue(vocabulary)!, Path.Combine(tokenizer, "vocab.txt"));
    File.WriteAllText(Path.Combine(tokenizer, "tokenizer_config.json"), """{"tokenizer_class":"BertTokenizer","do_lower_case":true}""");
    var (width, depth, size, length) = (result.GetValue(hidden), result.GetValue(layers), result.GetValue(words), result.GetValue(tokens));
    NewModelConfiguration shape = result.GetValue(decoder)
        ? new NewLlama { HiddenSize = width, LayerCount = depth, VocabularySize = size, MaximumPositions = length }
        : new NewBert { HiddenSize = width, LayerCount = depth, VocabularySize = size, MaximumPositions = length };
    return NewLanguageModel.Create(folder.File("new"), tokenizer, shape);
}
