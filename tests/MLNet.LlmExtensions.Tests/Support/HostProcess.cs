using System.Diagnostics;
using System.Text.Json;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>Serves a saved model in a process of its own, which knows nothing but the file.</summary>
internal static class HostProcess
{
    /// <summary>Scores texts.</summary>
    /// <returns>What the process wrote, or null where it failed, and its errors.</returns>
    public static async Task<(string? Output, string Error)> RunAsync(
        TemporaryFolder folder, string model, string how, string[] texts, string kind, params (string Name, string Value)[] environment)
    {
        var file = folder.File("texts.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(texts));
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "MLNet.LlmExtensions.TestHost.dll"), model, how, file, kind },
            Environment = { ["CUDA_VISIBLE_DEVICES"] = "", ["DOTNET_gcServer"] = "0" },
            WorkingDirectory = folder.Path,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0 ? await output : null, await error);
    }
}
