using System.Diagnostics;
using System.Globalization;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;
using Spectre.Console;

namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>What the cache of vectors costs where it has nothing, and what it saves where it has everything.</summary>
internal static class CacheBenchmark
{
    public static void Run(LanguageModel model, string[] texts, int rounds)
    {
        using var folder = new TemporaryFolder();
        var options = new TextEmbedderOptions { Device = DevicePreference.Cpu };
        var table = new Table().AddColumns("", "texts/s", "of without");
        using var plain = new TextEmbedder(model, options);
        _ = plain.Embed(texts);
        var times = new Dictionary<string, List<double>>();
        for (var round = 0; round < rounds; round++)
        {
            Measure("without", plain);
            using (var cache = new EmbeddingCache(new() { Folder = folder.File($"{round}") }))
            using (var embedder = new TextEmbedder(model, options with { Cache = cache }))
            {
                Measure("nothing there, memory and disk", embedder);
                Measure("all in memory", embedder);
            }

            using var again = new EmbeddingCache(new() { Folder = folder.File($"{round}"), MaximumMemory = 0 });
            using var reader = new TextEmbedder(model, options with { Cache = again });
            Measure("all on disk", reader);
            using var small = new EmbeddingCache(new() { Folder = folder.File($"{round}"), MaximumMemory = texts.Length * 600L });
            using var crowded = new TextEmbedder(model, options with { Cache = small });
            Measure("all on disk, memory for half", crowded);
        }

        var without = times["without"].Order().ElementAt(rounds / 2);
        foreach (var (name, seconds) in times)
        {
            var median = seconds.Order().ElementAt(rounds / 2);
            table.AddRow(name, $"{texts.Length / median:F0}", string.Create(CultureInfo.InvariantCulture, $"{without / median:F3}"));
        }

        AnsiConsole.Write(table);

        void Measure(string name, TextEmbedder embedder)
        {
            var start = Stopwatch.GetTimestamp();
            _ = embedder.Embed(texts);
            if (!times.TryGetValue(name, out var list))
            {
                times.Add(name, list = []);
            }

            list.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }
}
