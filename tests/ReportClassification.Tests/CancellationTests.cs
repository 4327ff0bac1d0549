using System.Diagnostics;
using System.Globalization;

namespace ReportClassification.Tests;

public sealed class CancellationTests(SmallProject project) : IClassFixture<SmallProject>
{
    [Fact]
    public async Task A_signal_ends_the_work_with_one_line_and_leaves_no_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test sends a Unix signal.");
        var data = project.Write("many.jsonl", SmallProject.Reports(300_000));
        var result = project.File("never.json");

        using var process = SmallProject.Start("--data", data, "--model", project.Model, "--device", "cpu", "--out", result);
        var error = process.StandardError.ReadToEndAsync();
        // The device is shown when the work begins.
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith('╰'))
        {
        }

        await Send("-TERM", process);
        await process.WaitForExitAsync();

        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal("Cancelled.", (await error).Trim());
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(result)!, "never.json*"));
    }

    [Fact]
    public async Task An_interrupt_from_the_terminal_ends_a_training_which_then_gives_its_figures()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test sends a Unix signal.");
        Assert.SkipWhen(IsInterruptIgnored(), "The tests run where SIGINT is ignored, as a shell's background jobs do, and their processes inherit that.");

        // So many reports that the training is not over, and has not stopped by itself, before a busy machine sends the signal.
        var data = project.Write("some.jsonl", SmallProject.Reports(20_000));
        var result = project.File("interrupted.json");

        using var process = SmallProject.Start(
            "--data", data, "--model", project.Model, "--device", "cpu", "--trainer", "lora", "--out", result);
        var error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Ctrl+C ends the training", StringComparison.Ordinal))
        {
        }

        var output = process.StandardOutput.ReadToEndAsync();
        await Send("-INT", process);
        await process.WaitForExitAsync();

        Assert.Empty((await error).Trim());
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("The training ends after this step", await output, StringComparison.Ordinal);
        Assert.Contains("\"endReason\": \"Stopped\"", await File.ReadAllTextAsync(result), StringComparison.Ordinal);
    }

    private static bool IsInterruptIgnored()
    {
        const int Interrupt = 2;
        const string Field = "SigIgn:";
        return File.Exists("/proc/self/status")
            && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) is { } ignored
            && (ulong.Parse(ignored.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0;
    }

    private static async Task Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
