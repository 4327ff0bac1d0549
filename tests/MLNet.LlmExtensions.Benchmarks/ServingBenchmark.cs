using System.Diagnostics;
using System.Globalization;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Inference.Tests.Classification;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using Spectre.Console;

namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>
/// Fine-tuned classifiers on one base model: resident memory while their number grows, and the speed beside the plain embedder,
/// turn by turn in one process. The adapters are random numbers, which are handed over like trained ones.
/// </summary>
internal static class ServingBenchmark
{
    private const int Classifiers = 50;
    private static readonly TextClassifierOptions OnCpu = new() { Device = DevicePreference.Cpu, IntraOpThreads = 1 };

    private static readonly (string Name, TransferConfiguration Configuration)[] Contenders =
    [
        ("head", new() { Method = TransferMethod.Head }),
        ("LoRA, rank 8, query and value", new() { Lora = new() { Rank = 8, TargetModules = ["query", "value"] } }),
        ("LoRA, rank 8, all linear layers", new() { Lora = new() { Rank = 8 } }),
        ("LoRA, rank 64, all linear layers", new() { Lora = new() { Rank = 64 } }),
        ("DoRA, rank 8, all linear layers", new() { Lora = new() { Rank = 8, UseDora = true } }),
        ("prefix of 16", new() { Method = TransferMethod.Prefix }),
    ];

    public static void Run(LanguageModel model, string[] texts, int rounds)
    {
        MeasureMemory(model, texts[0]);
        MeasureSpeed(model, texts, rounds);
    }

    private static void MeasureMemory(LanguageModel model, string text)
    {
        var table = new Table().AddColumns("classifiers", "resident MB", "adapters MB");
        var before = Resident();
        table.AddRow("0", $"{before:F1}", "0.0");
        var classifiers = new List<TextClassifier>();
        for (var i = 0; i < Classifiers; i++)
        {
            classifiers.Add(new TextClassifier(model, Create(model, new() { Lora = new() { Rank = 8 } }, seed: i), OnCpu));
            _ = classifiers[i].Predict(text);
            if (classifiers.Count is 1 or 10 or Classifiers)
            {
                var adapters = classifiers.Sum(classifier => classifier.AdapterLength) * sizeof(float) / 1e6;
                table.AddRow($"{classifiers.Count}", $"{Resident():F1}", $"{adapters:F1}");
            }
        }

        AnsiConsole.Write(table);
        classifiers.ForEach(classifier => classifier.Dispose());
    }

    private static void MeasureSpeed(LanguageModel model, string[] texts, int rounds)
    {
        using var embedder = new TextEmbedder(model, new TextEmbedderOptions { Device = DevicePreference.Cpu, IntraOpThreads = 1 });
        var classifiers = Contenders
            .Select(contender => (contender.Name, Classifier: new TextClassifier(model, Create(model, contender.Configuration, seed: 1), OnCpu)))
            .ToArray();
        (string Name, Action Work, List<double> Seconds)[] contenders =
        [
            ("embedder", () => embedder.Embed(texts), []),
            .. classifiers.Select(entry => (entry.Name, (Action)(() => entry.Classifier.Predict(texts)), new List<double>())),
        ];

        // The first round warms up: kernels, arenas, caches. One thread and the processor's time, because other work on the
        // machine makes the clock go on and not the processor's time.
        using var process = Process.GetCurrentProcess();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (_, work, seconds) in contenders)
            {
                var start = ProcessorSeconds(process);
                work();
                if (round > 0)
                {
                    seconds.Add(ProcessorSeconds(process) - start);
                }
            }
        }

        var table = new Table().AddColumns("", "texts for each second of one core", "of the embedder", "fastest…slowest round");
        foreach (var (name, _, seconds) in contenders)
        {
            table.AddRow(
                name,
                $"{texts.Length / Median(seconds):F1}",
                $"{Median(contenders[0].Seconds) / Median(seconds):F3}",
                $"{texts.Length / seconds.Min():F1}…{texts.Length / seconds.Max():F1}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{texts.Length} texts, {rounds} rounds, medians");
        Array.ForEach(classifiers, entry => entry.Classifier.Dispose());
    }

    private static double ProcessorSeconds(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static FineTunedClassifier Create(LanguageModel model, TransferConfiguration configuration, int seed) =>
        RandomClassifier.Create(model, configuration, seed, maximumLength: model.EmbeddingSettings.MaximumLength);

    private static double Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return MemoryReading.ResidentMegabytes();
    }
}
