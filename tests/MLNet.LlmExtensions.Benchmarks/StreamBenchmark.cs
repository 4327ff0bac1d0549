using System.Diagnostics;
using System.Globalization;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using Spectre.Console;

namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>Resident memory while a long stream of texts is embedded: it must not grow with the stream.</summary>
internal static class StreamBenchmark
{
    public static void Run(LanguageModel model, string[] texts, int count)
    {
        using var embedder = new TextEmbedder(model, new TextEmbedderOptions { Device = DevicePreference.Cpu });
        var table = new Table().AddColumns("texts", "resident MB", "peak MB", "texts/s");
        var start = Stopwatch.GetTimestamp();
        var done = 0;
        var checksum = 0.0;
        foreach (var vector in embedder.EmbedStream(ReportTexts.Endless(texts, seed: 1).Take(count)))
        {
            checksum += vector[0];
            done++;
            if (done % (count / 10) == 0 || done == count / 40)
            {
                table.AddRow(
                    $"{done}",
                    $"{MemoryReading.ResidentMegabytes():F0}",
                    $"{MemoryReading.PeakMegabytes():F0}",
                    $"{done / Stopwatch.GetElapsedTime(start).TotalSeconds:F0}");
            }
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"checksum {checksum:F3}");
    }
}
