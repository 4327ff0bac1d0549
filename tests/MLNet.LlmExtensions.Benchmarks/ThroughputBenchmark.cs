using System.Diagnostics;
using System.Globalization;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using Spectre.Console;

namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>
/// Our embedder against a bare ONNX Runtime loop over the same batches and against one that pads to the maximum: one model,
/// one set of texts, one process, turn by turn, because machines are noisy. Reports the median of the rounds. On CUDA the
/// CPU's vectors are the yardstick of all.
/// </summary>
internal static class ThroughputBenchmark
{
    public static void Run(LanguageModel model, string[] texts, int rounds, bool onCuda)
    {
        using var embedder = new TextEmbedder(model, new TextEmbedderOptions { Device = onCuda ? DevicePreference.Cuda : DevicePreference.Cpu });
        var budget = onCuda ? 16384 : 1024; // as TextEmbedderOptions.TokenBudget says
        var exact = onCuda ? new Dictionary<string, string> { ["use_tf32"] = "0" } : null;
        var multiple = onCuda ? 16 : 1;
        using var bare = new BareLoop(model, texts, budget, padToMaximum: false, embedder.MaximumLength, exact, multiple);
        using var rounded = onCuda ? new BareLoop(model, texts, budget, padToMaximum: false, embedder.MaximumLength, new Dictionary<string, string>(), multiple) : null;
        var padded = PaddedLengths(embedder.MaximumLength).Select(length => new BareLoop(model, texts, budget, padToMaximum: true, length, exact)).ToArray();

        // Warm-up: kernels, arenas, caches. Also the proof that all compute the same.
        var ours = embedder.Embed(texts);
        var difference = padded.Prepend(bare).Max(loop => Difference(ours, loop.Run(texts.Length)));
        if (rounded is not null)
        {
            using var cpu = new TextEmbedder(model, new TextEmbedderOptions { Device = DevicePreference.Cpu });
            var expected = cpu.Embed(texts);
            AnsiConsole.MarkupLineInterpolated(
                CultureInfo.InvariantCulture, $"{embedder.Device}; largest difference from the CPU's vectors: {Difference(expected, ours):E1}, with TF32 {Difference(expected, rounded.Run(texts.Length)):E1}");
        }

        (string Name, Func<object> Work, List<double> Seconds)[] contenders =
        [
            ("MLNet.LlmExtensions, text to vector", () => embedder.Embed(texts), []),
            ("bare loop, the same batches, tokens to vector", () => bare.Run(texts.Length), []),
            .. rounded is null ? [] : new (string, Func<object>, List<double>)[] { ("the same with TF32", () => rounded.Run(texts.Length), []) },
            .. padded.Select(loop => ($"bare loop, padded to {loop.MaximumLength}, batches of 32", (Func<object>)(() => loop.Run(texts.Length)), new List<double>())),
        ];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (_, work, seconds) in contenders)
            {
                var start = Stopwatch.GetTimestamp();
                work();
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        var bareMedian = Median(contenders[1].Seconds);
        var table = new Table().AddColumns("", "texts/s", "of the bare loop", "fastest…slowest round");
        foreach (var (name, _, seconds) in contenders)
        {
            table.AddRow(
                name,
                $"{texts.Length / Median(seconds):F1}",
                $"{bareMedian / Median(seconds):F3}",
                $"{texts.Length / seconds.Min():F1}…{texts.Length / seconds.Max():F1}");
        }

        Array.ForEach(padded, loop => loop.Dispose());
        var statistics = embedder.Statistics;
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{texts.Length} texts, {(double)statistics.Tokens / statistics.Texts:F1} tokens on average, {(statistics.PaddedTokens / (double)statistics.Tokens) - 1:P1} padding in ours; padded to {padded[0].MaximumLength}: {padded[0].PaddedTokens / (double)bare.PaddedTokens:F1} times the tokens; largest difference of a component {difference:E1}");
    }

    // The length that users choose for reports of this size, and the model's own, which is what simple code pads to.
    private static int[] PaddedLengths(int modelMaximum) => [.. new[] { 256, modelMaximum }.Where(length => length <= modelMaximum).Distinct()];

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static float Difference(float[][] a, float[][] b) =>
        a.Zip(b).Max(pair => pair.First.Zip(pair.Second).Max(x => MathF.Abs(x.First - x.Second)));
}
