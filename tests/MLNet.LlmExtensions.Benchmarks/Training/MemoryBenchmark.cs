using System.Globalization;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Memory;
using MLNet.LlmExtensions.Tests.Shared;
using Spectre.Console;

namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>
/// What <see cref="LanguageModelMemory"/> says against what a process really takes: a child process for each case, its highest
/// resident memory over a few steps after loading. While a model is loaded its mapped files count too, which a system takes back
/// at will.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Steps = 3;

    private static readonly string[] Shapes = ["bert 6×384", "bert 12×768", "llama 8×512", "bert 2×64"];

    public static int Run(TemporaryFolder folder, string filter)
    {
        var table = new Table().AddColumns("model", "what", "tokens", "estimate MB", "measured MB", "estimate / measured", "rule of thumb MB");
        var ratios = new List<double>();
        foreach (var shape in Shapes)
        {
            var model = new Lazy<string>(() => Create(folder, shape));
            foreach (var (what, training) in Trainings(shape).Where(pair => Matches(filter, shape, pair.What)))
                Add(shape, what, $"{training.Rows} × {training.Length}", Estimate(training with { Model = model.Value }), Measure(training with { Model = model.Value, Data = folder.File("data") }));
            foreach (var options in Embeddings(shape).Where(options => Matches(filter, shape, $"embedding {options.Precision}")))
            {
                Add(shape, $"embedding {options.Precision}", $"{options.Rows} × {options.Length}",
                    LanguageModelMemory.Estimate(LanguageModel.FromPretrained(model.Value), options), Measure(model.Value, options));
            }
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture, $"estimate / measured: {ratios.Min():F2} to {ratios.Max():F2}; within 25 %: {ratios.Count(ratio => ratio is >= 0.75 and <= 1.25)} of {ratios.Count}");
        return 0;

        void Add(string shape, string what, string tokens, MemoryEstimate estimate, long measured)
        {
            var ratio = (double)estimate.Total / measured;
            ratios.Add(ratio);
            table.AddRow(shape, what, tokens, $"{estimate.Total / 1e6:F0}", $"{measured / 1e6:F0}", $"{ratio:F2}", $"{estimate.RuleOfThumb / 1e6:F0}");
            Console.Error.WriteLine($"{shape,-12} {what,-34} {tokens,-9} {estimate.Total / 1e6,7:F0} {measured / 1e6,7:F0} {ratio,6:F2}   {string.Join(", ", estimate.Parts.Select(part => $"{part.Name} {part.Bytes / 1e6:F0}"))}");
        }
    }

    private static bool Matches(string filter, string shape, string what) => $"{shape} {what}".Contains(filter, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string What, TrainingCase Training)> Trainings(string shape)
    {
        var plain = new TrainingCase { Model = "", Data = "" };
        switch (shape)
        {
            case "bert 6×384":
                yield return ("LoRA", plain);
                yield return ("LoRA, dropout", plain with { Dropout = 0.05 });
                yield return ("LoRA, rank 64", plain with { Rank = 64 });
                yield return ("LoRA, long texts", plain with { Rows = 4, Length = 512 });
                yield return ("LoRA, gradient checkpointing", plain with { GradientCheckpointing = true });
                yield return ("LoRA, bfloat16", plain with { Precision = TrainingPrecision.BFloat16, FrozenWeights = FrozenWeightPrecision.BFloat16, Rows = 8 });
                yield return ("full", plain with { Method = TransferMethod.Full });
                yield return ("full, gradient checkpointing", plain with { Method = TransferMethod.Full, GradientCheckpointing = true });
                yield return ("last 2 layers", plain with { Method = TransferMethod.LastLayers });
                yield return ("prefix", plain with { Method = TransferMethod.Prefix });
                yield return ("head", plain with { Method = TransferMethod.Head });
                break;
            case "bert 12×768":
                yield return ("LoRA", plain with { Rows = 8, Length = 64 });
                yield return ("LoRA, int8 weights", plain with { Rows = 8, Length = 64, FrozenWeights = FrozenWeightPrecision.Int8 });
                yield return ("LoRA, 4-bit weights", plain with { Rows = 8, Length = 64, FrozenWeights = FrozenWeightPrecision.Nf4 });
                yield return ("full", plain with { Rows = 4, Length = 64, Method = TransferMethod.Full });
                break;
            case "llama 8×512":
                yield return ("LoRA", plain with { Rows = 8 });
                yield return ("LoRA, dropout, long texts", plain with { Rows = 2, Length = 512, Dropout = 0.05 });
                yield return ("LoRA, gradient checkpointing", plain with { Rows = 8, GradientCheckpointing = true });
                yield return ("LoRA, 4-bit weights", plain with { Rows = 8, FrozenWeights = FrozenWeightPrecision.Nf4 });
                yield return ("full", plain with { Rows = 8, Method = TransferMethod.Full });
                yield return ("prefix", plain with { Rows = 8, Method = TransferMethod.Prefix });
                break;
            default:
                yield return ("LoRA", plain with { Rows = 1, Length = 8, Rank = 4 });
                break;
        }
    }

    private static IEnumerable<EmbeddingMemoryOptions> Embeddings(string shape)
    {
        yield return new EmbeddingMemoryOptions();
        if (shape == "bert 2×64")
            yield break;
        yield return new EmbeddingMemoryOptions { Rows = 32, Length = 128 };
        yield return new EmbeddingMemoryOptions { Rows = 8, Length = 512 };
        yield return new EmbeddingMemoryOptions { Precision = WeightPrecision.Int8 };
    }

    private static string Create(TemporaryFolder folder, string shape)
    {
        var path = folder.File(shape);
        var vocabulary = Enumerable.Range(0, 30522).Select(i => $"w{i}").ToArray();
        return shape switch
        {
            "bert 6×384" => RandomBert.Create(path, vocabulary, seed: 1, hidden: 384, heads: 12, layers: 6, positions: 512),
            "bert 12×768" => RandomBert.Create(path, vocabulary, seed: 1, hidden: 768, heads: 12, layers: 12, positions: 512),
            "llama 8×512" => RandomLlama.Create(path, seed: 1, vocabulary: 32000, hidden: 512, heads: 8, keyValueHeads: 2, layers: 8, intermediate: 1408, positions: 2048),
            _ => RandomBert.Create(path, vocabulary[..100], seed: 1, hidden: 64, heads: 4, layers: 2, positions: 512),
        };
    }

    private static MemoryEstimate Estimate(TrainingCase training) => LanguageModelMemory.Estimate(LanguageModel.FromPretrained(training.Model), new TrainingMemoryOptions
    {
        Transfer = training.Transfer,
        Precision = training.Precision,
        FrozenWeights = training.FrozenWeights,
        GradientCheckpointing = training.GradientCheckpointing,
        Rows = training.Rows,
        Length = training.Length,
        Classes = TrainingCase.Classes,
        KeepBest = false,
    });

    private static long Measure(TrainingCase training)
    {
        TrainingFiles.Write(training);
        return Measure(training.Threads, ["training-worker", .. training.ToArguments()]);
    }

    private static long Measure(string model, EmbeddingMemoryOptions options) =>
        Measure(threads: 2, ["embedding-worker", model, options.Precision.ToString(), $"{options.Rows}", $"{options.Length}"]);

    private static long Measure(int threads, IEnumerable<string> arguments)
    {
        using var worker = WorkerProcess.Self(threads, keepsMemory: false, arguments);
        worker.Read();
        worker.Ask("forget");
        for (var step = 0; step < Steps; step++)
            worker.Ask("step");
        return worker.Ask("memory").GetProperty("peak").GetInt64();
    }
}
