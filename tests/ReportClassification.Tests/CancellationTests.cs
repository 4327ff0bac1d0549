using System.Diagnostics;

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

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();

        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal("Cancelled.", (await error).Trim());
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(result)!, "never.json*"));
    }
}
