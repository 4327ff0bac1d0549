namespace BatchScoring.Tests;

public sealed class KillTests(TinyProject project) : IClassFixture<TinyProject>
{
    private const int Kills = 20;

    [Fact]
    public async Task After_twenty_kills_at_random_times_the_output_equals_that_of_an_undisturbed_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test kills as Unix does.");
        var input = project.Write("killed.jsonl", TinyProject.MixedLines(6_000));
        string[] Arguments(string output) => project.Score(input, output, "--shard-rows", "50", "--batch", "16");

        Assert.Equal(0, await RunAsync(Arguments("undisturbed"), kill: null));
        var expected = project.Result("undisturbed");
        Assert.Equal(120 + 120 + 2, expected.Count); // parts, side files, manifest and _SUCCESS

        var random = new Random(20);
        var (kills, duringScoring, leftovers, round) = (0, 0, 0, 0);
        while (kills < Kills)
        {
            var output = $"disturbed-{round++}";
            var done = 0;
            while (kills < Kills && await RunAsync(Arguments(output), random) is not 0)
            {
                kills++;
                var now = Directory.Exists(project.File(output)) ? Directory.GetFiles(project.File(output), "part-*").Length : 0;
                duringScoring += now > done ? 1 : 0;
                leftovers += Directory.Exists(project.File($"{output}/_temporary")) ? project.Leftovers(output).Length : 0;
                done = now;
            }

            Assert.Equal(0, await RunAsync(Arguments(output), kill: null));
            Assert.Equal(expected, project.Result(output));
            Assert.Empty(project.Leftovers(output));
            (await TinyProject.RunAsync("verify", "--output", project.File(output))).Succeeded();
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kills} kills of {round} runs, {duringScoring} behind new parts; {leftovers} files were left half written.");
        Assert.True(duringScoring > Kills / 4, "Too few kills fell into the scoring.");
    }

    // Most kills wait for a few parts and a moment more, so that they fall into the scoring on any machine; the others come at any time.
    private static async Task<int> RunAsync(string[] arguments, Random? kill)
    {
        using var process = TinyProject.Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        if (kill is not null)
        {
            if (kill.Next(4) == 0)
            {
                await Task.Delay(kill.Next(1500));
            }
            else
            {
                for (var parts = kill.Next(10); parts >= 0 && await process.StandardOutput.ReadLineAsync() is { } line;)
                    parts -= line.StartsWith("part ", StringComparison.Ordinal) ? 1 : 0;
                await Task.Delay(kill.Next(60));
            }

            process.Kill(); // SIGKILL; nothing happens where the process has ended
        }

        _ = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Empty(await error);
        return process.ExitCode;
    }
}
