using System.Diagnostics;

namespace BatchScoring.Tests;

public sealed class KillTests(TinyProject project) : IClassFixture<TinyProject>
{
    private const int Kills = 20;

    [Fact]
    public async Task After_twenty_kills_at_random_times_the_output_equals_that_of_an_undisturbed_run()
    {
        var input = project.Write("killed.jsonl", TinyProject.MixedLines(12_000));
        string[] Arguments(string output) => project.Score(input, output, "--shard-rows", "100", "--batch", "32", "--quiet");

        // The process's own times, so that the kills fall anywhere between its start and its end on any machine.
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await RunAsync(Arguments("undisturbed"), killAfter: null));
        var whole = clock.Elapsed;

        var random = new Random(20);
        var (kills, interrupted, rounds) = (0, 0, 0);
        var expected = project.Result("undisturbed");
        Assert.Equal(120 + 120 + 2, expected.Count); // parts, side files, manifest and _SUCCESS
        while (kills < Kills)
        {
            var output = $"disturbed-{rounds++}";
            var done = 0;
            while (kills < Kills && await RunAsync(Arguments(output), whole * random.NextDouble()) is not 0)
            {
                kills++;
                var now = Directory.Exists(project.File(output)) ? Directory.GetFiles(project.File(output), "part-*").Length : 0;
                interrupted += now > done ? 1 : 0;
                done = now;
            }

            Assert.Equal(0, await RunAsync(Arguments(output), killAfter: null));
            Assert.Equal(expected, project.Result(output));
            Assert.Empty(project.Leftovers(output));
            (await TinyProject.RunAsync("verify", "--output", project.File(output))).Succeeded();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {interrupted} of them after new parts, {rounds} output folders, {whole.TotalSeconds:0.0} s undisturbed");
        Assert.True(interrupted > 0, "No kill fell into the scoring.");
    }

    private static async Task<int> RunAsync(string[] arguments, TimeSpan? killAfter)
    {
        using var process = TinyProject.Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (killAfter is { } time)
        {
            using var patience = new CancellationTokenSource(time);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(); // SIGKILL
            }
        }

        await process.WaitForExitAsync();
        _ = await output;
        Assert.Empty(await error);
        return process.ExitCode;
    }
}
