using System.Diagnostics;
using System.Text.Json;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Tests.Support;

namespace MLNet.LlmExtensions.Training.Tests.Checkpoints;

/// <summary>Trainings in processes of their own, which are killed without warning.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly string _rows;

    public KilledTrainingTests()
    {
        _model = TinyBert.Create(_folder.File("model"));
        _rows = _folder.File("rows.json");
        File.WriteAllText(_rows, JsonSerializer.Serialize(TinyReports.Rows(40).Select(row => new { row.Text, Label = row.Labels[0] })));
    }

    [Theory]
    [InlineData("classifier")]
    [InlineData("language-model")]
    public async Task A_training_killed_again_and_again_gives_what_one_left_alone_gives(string kind)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        Assert.Equal(0, await Train(kind, "alone", "alone.json", killAfterSteps: null));

        var kills = 0;
        while (await Train(kind, "killed", "killed.json", killAfterSteps: kills < 4 ? random.Next(1, 9) : null) != 0)
        {
            kills++;
        }

        Assert.True(kills > 0, $"seed {seed}: nothing was killed");
        Assert.Equal(await File.ReadAllTextAsync(_folder.File("alone.json"), Cancellation), await File.ReadAllTextAsync(_folder.File("killed.json"), Cancellation));
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <returns>0 when the training finished, another number when it was killed.</returns>
    private async Task<int> Train(string kind, string checkpoints, string result, int? killAfterSteps)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "MLNet.LlmExtensions.TrainingHost.dll"), _model, _folder.File(checkpoints), _rows, _folder.File(result), kind,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        for (var steps = 0; await process.StandardOutput.ReadLineAsync(Cancellation) is { } line;)
        {
            if (line.StartsWith("step ", StringComparison.Ordinal) && ++steps == killAfterSteps)
            {
                process.Kill();
                await process.WaitForExitAsync(Cancellation);
                return -1;
            }
        }

        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, await errors);
        return 0;
    }
}
