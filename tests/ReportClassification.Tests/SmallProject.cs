using System.Diagnostics;
using System.Text.Json;
using MLNet.LlmExtensions.Tests.Shared;

namespace ReportClassification.Tests;

/// <summary>A tiny language model and a small file of reports in a folder of their own, and the program run on them.</summary>
public sealed class SmallProject : IDisposable
{
    private static readonly (string Label, string[] Sentences)[] Classes =
    [
        ("normal", ["The lungs are clear", "No pleural effusion", "Heart size is normal", "No acute fracture seen"]),
        ("stable", ["Chronic opacity is unchanged", "Stable small nodule", "The mild effusion is stable and chronic"]),
        ("acute", ["New large pneumothorax", "Acute edema of the left lung", "Large new effusion with acute opacity"]),
    ];

    private readonly TemporaryFolder _folder = new();

    public SmallProject()
    {
        Model = TinyBert.Create(_folder.File("tiny-bert"));
        Data = Write("reports.jsonl", Reports(120));
    }

    public string Model { get; }

    /// <summary>120 reports of 3 classes with a split.</summary>
    public string Data { get; }

    public string File(string name) => _folder.File(name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    /// <summary>JSON lines of reports with id, text, label and split.</summary>
    public static string Reports(int count)
    {
        var random = new Random(5);
        return string.Concat(Enumerable.Range(0, count).Select(i =>
        {
            var (label, sentences) = Classes[i % Classes.Length];
            var text = $"{random.GetItems(sentences, 1)[0]}. {random.GetItems(sentences, 1)[0]}. Findings {i}.";
            var split = (i / Classes.Length % 5) switch { 0 => "test", 1 => "dev", _ => "train" };
            return JsonSerializer.Serialize(new { id = $"r{i}", text, label, split }) + "\n";
        }));
    }

    public static Task<ProgramRun> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public static async Task<ProgramRun> RunWithInputAsync(string input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var interruption = new Interruption();
        return await RunAsync(input, output, interruption, arguments);
    }

    /// <summary>Runs the program, and presses Ctrl+C as soon as it says that it can be stopped.</summary>
    public static async Task<ProgramRun> InterruptAsync(int times, params string[] arguments)
    {
        using var interruption = new Interruption();
        using var output = new WatchedWriter("Ctrl+C ends the training", () =>
        {
            for (var i = 0; i < times; i++)
                interruption.Press();
        });
        return await RunAsync("", output, interruption, arguments);
    }

    private static async Task<ProgramRun> RunAsync(string input, StringWriter output, Interruption interruption, string[] arguments)
    {
        using var error = new StringWriter();
        var exitCode = await Application.RunAsync(arguments, new StringReader(input), output, error, interruption);
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program in a process of its own.</summary>
    public static async Task<ProgramRun> StartAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Starts the program in a process of its own.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ReportClassification.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Dispose();
}
