using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;
using ReportClassification;

namespace BatchScoring.Tests;

/// <summary>A tiny saved classifier in a folder of its own, and the program run on it.</summary>
public sealed class TinyProject : IDisposable
{
    private static int _projects;

    private readonly TemporaryFolder _folder = new();

    public TinyProject()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(Reports.Create(60));

        // Another model in each class of tests: what is loaded finds its model by its content, wherever that is, also in a folder that goes.
        var language = LanguageModel.FromPretrained(TinyBert.Create(_folder.File("tiny-bert"), seed: 5 + Interlocked.Increment(ref _projects)));
        var options = new LlmEmbeddingOptions { Embedder = new TextEmbedderOptions { Device = DevicePreference.Cpu, IntraOpThreads = 1 } };
        var model = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.Text.LlmEmbedding(language, options))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(data);
        Model = File("model.zip");
        ml.Model.Save(model, data.Schema, Model);
    }

    /// <summary>The saved classifier: normal, effusion, fracture.</summary>
    public string Model { get; }

    public string File(string name) => _folder.File(name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    /// <summary>JSON lines of good reports.</summary>
    public static string Lines(int count) => string.Concat(Reports.Create(count, seed: 9)
        .Select((report, i) => JsonSerializer.Serialize(new { id = $"r{i}", text = $"{report.Text} {i}" }) + "\n"));

    /// <summary>JSON lines of which every tenth is bad, in ways that take turns.</summary>
    public static string MixedLines(int count) => string.Concat(Lines(count).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select((line, i) => (i % 40) switch
        {
            9 => line[..^5],
            19 => $"{{\"id\":\"r{i}\",\"text\":null}}",
            29 => $"{{\"id\":\"r{i}\",\"text\":\"  \"}}",
            39 => $"{{\"id\":\"r{i}\"}}",
            _ => line,
        } + "\n"));

    /// <summary>The arguments of a scoring on one thread.</summary>
    public string[] Score(string input, string output, params string[] more) =>
        ["score", "--model", Model, "--device", "cpu", "--threads", "1", "--input", input, "--output", File(output), "--id", "id", .. more];

    public static Task<ProgramRun> RunAsync(params string[] arguments) => RunAsync(new Streams(Stream.Null, Stream.Null), arguments);

    /// <summary>Runs the pipe command on an input.</summary>
    public async Task<(ProgramRun Run, string[] Lines)> PipeAsync(string input, params string[] arguments)
    {
        using var output = new MemoryStream();
        var run = await RunAsync(
            new Streams(new MemoryStream(Encoding.Latin1.GetBytes(input)), output), ["pipe", "--model", Model, "--device", "cpu", "--threads", "1", .. arguments]);
        var text = Encoding.UTF8.GetString(output.ToArray());
        return (run, text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n'));
    }

    internal static async Task<ProgramRun> RunAsync(Streams streams, params string[] arguments)
    {
        using var interruption = new Interruption();
        using var output = new StringWriter();
        return await RunAsync(streams, output, interruption, arguments);
    }

    internal static async Task<ProgramRun> RunAsync(Streams streams, StringWriter output, Interruption interruption, string[] arguments)
    {
        using var error = new StringWriter();
        var exitCode = await Application.RunAsync(arguments, streams, output, error, interruption);
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Starts the program in a process of its own.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "BatchScoring.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>All files of an output folder that make up the result: names and contents.</summary>
    public SortedDictionary<string, string> Result(string output)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(File(output), "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(File(output), path);
            if (!name.StartsWith("_temporary", StringComparison.Ordinal))
                files.Add(name, Convert.ToHexString(System.IO.File.ReadAllBytes(path)));
        }

        return files;
    }

    /// <summary>The lines of all parts, or of all side files.</summary>
    public string[] Parts(string output, string folder = "", string extension = ".jsonl") =>
        [.. Directory.GetFiles(Path.Combine(File(output), folder), "part-*" + extension).Order(StringComparer.Ordinal).SelectMany(System.IO.File.ReadAllLines)];

    /// <summary>Files that a run left before they were complete.</summary>
    public string[] Leftovers(string output) =>
        [.. Directory.GetFiles(Path.Combine(File(output), "_temporary"), "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "lock")];

    public void Dispose()
    {
        LoadedLlmEmbeddings.Release();
        _folder.Dispose();
    }
}
