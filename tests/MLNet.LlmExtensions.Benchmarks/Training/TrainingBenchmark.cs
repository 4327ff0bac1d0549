using System.Globalization;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using Spectre.Console;

namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>
/// A training step against the same step in plain PyTorch, with attention written out and with PyTorch's own: the same
/// weights, batches, number of threads and environment, each in a process of its own, step by step in turn, because machines
/// are noisy. That the losses agree at each step proves that all compute the same.
/// </summary>
internal static class TrainingBenchmark
{
    private const int WarmUpSteps = 3;

    public static int Run(TrainingCase training, int rounds)
    {
        TrainingFiles.Write(training);
        var contenders = new List<Contender> { new("MLNet.LlmExtensions", WorkerProcess.Self(training.Threads, keepsMemory: true, ["training-worker", .. training.ToArguments()])) };
        if (PythonTorch.Find() is { } python)
        {
            contenders.AddRange(new[] { "eager", "sdpa" }.Select(attention =>
                new Contender($"PyTorch, {attention}", WorkerProcess.Start(python, training.Threads, keepsMemory: true, PythonArguments(training, attention)))));
        }
        else
        {
            AnsiConsole.MarkupLine("No Python with PyTorch was found, so there is nothing to compare with. On Debian: apt install python3-torch.");
        }

        contenders.ForEach(contender => contender.Process.Read());
        for (var round = 0; round < WarmUpSteps + rounds; round++)
            contenders.ForEach(contender => contender.Step(isMeasured: round >= WarmUpSteps));
        contenders.ForEach(contender => contender.ReadMemory());
        contenders.ForEach(contender => contender.ReadOverhead());
        contenders.ForEach(contender => contender.Dispose());
        return Report(training, rounds, contenders);
    }

    private static int Report(TrainingCase training, int rounds, List<Contender> contenders)
    {
        var ours = contenders[0];
        var table = new Table().AddColumns(
            "", "ms for a step", "ours / theirs", "processor ms", "ours / theirs", "peak MB", "ours / theirs", "ms without work");
        foreach (var contender in contenders)
        {
            var peak = contender.Memory;
            table.AddRow(
                contender.Name,
                $"{Contender.Median(contender.Seconds) * 1e3:F1}",
                $"{Ratio(ours.Seconds, contender.Seconds):F3}",
                $"{Contender.Median(contender.ProcessorSeconds) * 1e3:F1}",
                $"{Ratio(ours.ProcessorSeconds, contender.ProcessorSeconds):F3}",
                $"{peak / 1e6:F0}",
                $"{(double)ours.Memory / peak:F3}",
                $"{contender.Overhead * 1e3:F1}");
        }

        var difference = contenders.Skip(1).Select(other => ours.Losses.Zip(other.Losses, (a, b) => Math.Abs(a - b)).Max()).DefaultIfEmpty(0).Max();
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(training.Model)}, {training.Method}, {training.Precision}, {training.Rows} × {training.Length} tokens, {training.Threads} threads, {rounds} rounds");
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"Largest difference of a loss {difference:E1}, from {ours.Losses[0]:F4} to {ours.Losses[^1]:F4}. At least {1 - (ours.Overhead / Contender.Median(ours.ProcessorSeconds)):P1} of our step is native computation.");

        // In 16 bits both round at other places, and with dropout they drop other numbers.
        var tolerance = training.Dropout > 0 ? double.PositiveInfinity : training.Precision == TrainingPrecision.Float32 ? 1e-4 : 5e-2;
        if (difference <= tolerance)
            return 0;
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]The losses differ by more than {tolerance:E0}: the two do not compute the same.[/]");
        return 1;
    }

    /// <summary>The median of the ratios within each round, which a slow moment of the machine hits on both sides.</summary>
    private static double Ratio(List<double> ours, List<double> others) => Contender.Median([.. ours.Zip(others, (a, b) => a / b)]);

    private static string[] PythonArguments(TrainingCase training, string attention) =>
    [
        PythonTorch.Script,
        "--model", training.Model,
        "--data", training.Data,
        "--method", training.Method == TransferMethod.Full ? "full" : "lora",
        "--precision", training.Precision == TrainingPrecision.BFloat16 ? "bfloat16" : "float32",
        "--attention", attention,
        "--rank", $"{training.Rank}",
        "--alpha", TrainingCase.Alpha.ToString(CultureInfo.InvariantCulture),
        "--dropout", training.Dropout.ToString(CultureInfo.InvariantCulture),
        "--learning-rate", TrainingCase.LearningRate.ToString(CultureInfo.InvariantCulture),
        "--threads", $"{training.Threads}",
    ];
}
