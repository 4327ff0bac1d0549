using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using Spectre.Console;

namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>
/// A running PredictionService under load: requests for each second, how long they take, failures, and the service's memory, against
/// what the embedder alone does with the same texts in batches.
/// </summary>
internal static class LoadBenchmark
{
    public static async Task RunAsync(LanguageModel model, string[] texts, Uri classifier, int requests, int callers, int? processId)
    {
        var alone = Alone(model, texts);
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = callers };
        using var client = new HttpClient(handler);
        await SendAsync(client, classifier, texts, Math.Min(requests, 200), callers, null, []);
        var milliseconds = new double[requests];
        var failures = new Dictionary<HttpStatusCode, int>();
        var memory = new List<double>();
        var start = Stopwatch.GetTimestamp();
        await SendAsync(client, classifier, texts, requests, callers, milliseconds, failures, done =>
        {
            if (processId is { } id && done % Math.Max(1, requests / 10) == 0)
            {
                using var process = Process.GetProcessById(id);
                memory.Add(process.WorkingSet64 / 1e6);
            }
        });
        var perSecond = requests / Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(milliseconds);
        var table = new Table().AddColumns("", "");
        table.AddRow("embedder alone, in batches", string.Create(CultureInfo.InvariantCulture, $"{alone:F0} texts/s"));
        table.AddRow($"service, {callers} callers", string.Create(CultureInfo.InvariantCulture, $"{perSecond:F0} requests/s, {perSecond / alone:F2} of the embedder"));
        table.AddRow("p50, p99", string.Create(CultureInfo.InvariantCulture, $"{milliseconds[requests / 2]:F1} ms, {milliseconds[requests * 99 / 100]:F1} ms"));
        table.AddRow("failures", failures.Count == 0 ? "none" : string.Join(", ", failures.Select(pair => $"{(int)pair.Key}: {pair.Value}")));
        table.AddRow("memory of the service", memory.Count == 0 ? "not asked for" : string.Join(" ", memory.Select(value => value.ToString("F0", CultureInfo.InvariantCulture))) + " MB");
        AnsiConsole.Write(table);
    }

    private static double Alone(LanguageModel model, string[] texts)
    {
        using var embedder = new TextEmbedder(model, new TextEmbedderOptions { Device = DevicePreference.Cpu });
        _ = embedder.Embed(texts);
        var start = Stopwatch.GetTimestamp();
        _ = embedder.Embed(texts);
        return texts.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task SendAsync(
        HttpClient client,
        Uri classifier,
        string[] texts,
        int requests,
        int callers,
        double[]? milliseconds,
        Dictionary<HttpStatusCode, int> failures,
        Action<int>? done = null)
    {
        var (next, finished) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < requests;)
            {
                var start = Stopwatch.GetTimestamp();
                using var response = await client.PostAsJsonAsync(classifier, new { text = texts[i % texts.Length] });
                _ = await response.Content.ReadAsByteArrayAsync();
                if (milliseconds is not null)
                {
                    milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                }

                lock (failures)
                {
                    if (!response.IsSuccessStatusCode)
                    {
                        failures[response.StatusCode] = failures.GetValueOrDefault(response.StatusCode) + 1;
                    }

                    done?.Invoke(++finished);
                }
            }
        }));
    }
}
