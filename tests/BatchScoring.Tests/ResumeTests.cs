using ReportClassification;

namespace BatchScoring.Tests;

public sealed class ResumeTests(TinyProject project) : IClassFixture<TinyProject>
{
    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task Shards_together_give_what_one_run_gives_to_the_byte(string format)
    {
        var input = project.Write("shards.jsonl", TinyProject.MixedLines(330));
        string[] more = ["--shard-rows", "40", "--batch", "16", "--format", format];
        (await TinyProject.RunAsync(project.Score(input, $"one-{format}", more))).Succeeded();

        foreach (var shard in new[] { "2/3", "0/3", "1/3" })
        {
            Assert.False(File.Exists(Path.Combine(project.File($"three-{format}"), "_SUCCESS")));
            (await TinyProject.RunAsync(project.Score(input, $"three-{format}", [.. more, "--shard", shard]))).Succeeded();
        }

        Assert.Equal(project.Result($"one-{format}"), project.Result($"three-{format}"));
        (await TinyProject.RunAsync("verify", "--output", project.File($"three-{format}"))).Succeeded();
    }

    [Fact]
    public async Task What_is_done_is_not_done_again_and_what_is_missing_is()
    {
        var input = project.Write("again.jsonl", TinyProject.MixedLines(100));
        (await TinyProject.RunAsync(project.Score(input, "again", "--shard-rows", "20"))).Succeeded();
        var expected = project.Result("again");
        var first = Path.Combine(project.File("again"), "part-00000.jsonl");
        var written = File.GetLastWriteTimeUtc(first);
        File.Delete(Path.Combine(project.File("again"), "part-00003.jsonl"));
        File.WriteAllText(Path.Combine(project.File("again"), "_temporary", "shard-0-of-1", "rows-3-left"), "left by a killed process");
        File.WriteAllText(Path.Combine(project.File("again"), "_temporary", "shard-0-of-1", "success-left"), "left by a killed process");
        File.WriteAllText(Path.Combine(project.File("again"), "_temporary", "manifest-left"), "left by a killed process");
        (await TinyProject.RunAsync("verify", "--output", project.File("again"))).FailedWith("Part 3 is missing");

        var run = (await TinyProject.RunAsync(project.Score(input, "again", "--shard-rows", "20"))).Succeeded();

        Assert.Equal(expected, project.Result("again"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(first));
        Assert.Contains("part 3: 18 scored, 2 rejected", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("part 0:", run.Output, StringComparison.Ordinal);
        Assert.Empty(project.Leftovers("again"));
    }

    [Fact]
    public async Task A_folder_that_lost_its_empty_folders_on_the_way_is_gone_on_with()
    {
        var input = project.Write("moved.jsonl", TinyProject.MixedLines(40));
        (await TinyProject.RunAsync(project.Score(input, "moved", "--shard-rows", "9"))).Succeeded();
        var expected = project.Result("moved");
        Directory.Delete(Path.Combine(project.File("moved"), "_temporary"), recursive: true);
        Directory.Delete(Path.Combine(project.File("moved"), "_rejected"), recursive: true);
        foreach (var part in Directory.GetFiles(project.File("moved"), "part-*"))
            File.Delete(part);

        (await TinyProject.RunAsync(project.Score(input, "moved", "--shard-rows", "9"))).Succeeded();

        Assert.Equal(expected, project.Result("moved"));
    }

    [Theory]
    [InlineData("--shard-rows was '50' and is '60'", "--shard-rows", "60")]
    [InlineData("--batch was '256' and is '8'", "--shard-rows", "50", "--batch", "8")]
    [InlineData("--format was 'jsonl' and is 'csv'", "--shard-rows", "50", "--format", "csv")]
    [InlineData("--label-only was 'false' and is 'true'", "--shard-rows", "50", "--label-only")]
    [InlineData("--text was 'text' and is 'text, id'", "--shard-rows", "50", "--text", "text", "--text", "id")]
    public async Task A_folder_is_not_gone_on_with_under_other_settings(string difference, params string[] more)
    {
        var input = project.Write("pinned.jsonl", TinyProject.Lines(100));
        (await TinyProject.RunAsync(project.Score(input, "pinned", "--shard-rows", "50"))).Succeeded();

        (await TinyProject.RunAsync(project.Score(input, "pinned", more))).FailedWith(project.File("pinned"), difference, "another --output");
    }

    [Fact]
    public async Task A_folder_is_not_gone_on_with_when_the_input_or_the_model_has_changed()
    {
        var input = project.Write("changing.jsonl", TinyProject.Lines(20));
        (await TinyProject.RunAsync(project.Score(input, "changing"))).Succeeded();

        project.Write("changing.jsonl", TinyProject.Lines(20).Replace("r7", "q7", StringComparison.Ordinal));
        (await TinyProject.RunAsync(project.Score(input, "changing"))).FailedWith("changing.jsonl", "has changed");

        project.Write("changing.jsonl", TinyProject.Lines(20));
        var model = project.Model;
        File.Copy(model, project.File("other.zip"));
        using (var stream = new FileStream(project.File("other.zip"), FileMode.Append))
            stream.WriteByte(0);
        (await TinyProject.RunAsync([.. project.Score(input, "changing"), "--model", project.File("other.zip")]))
            .FailedWith("--model");
    }

    [Fact]
    public async Task Parts_of_somebody_else_are_not_touched()
    {
        var input = project.Write("foreign-input.jsonl", TinyProject.Lines(2));
        Directory.CreateDirectory(project.File("foreign"));
        project.Write("foreign/part-00000.jsonl", "theirs");

        (await TinyProject.RunAsync(project.Score(input, "foreign"))).FailedWith("foreign", "no _manifest.json");

        Assert.Equal("theirs", File.ReadAllText(project.File("foreign/part-00000.jsonl")));
    }

    [Fact]
    public async Task Two_processes_cannot_have_the_same_shard()
    {
        var input = project.Write("locked-input.jsonl", TinyProject.Lines(2));
        Directory.CreateDirectory(project.File("locked/_temporary/shard-1-of-2"));
        using var held = new FileStream(project.File("locked/_temporary/shard-1-of-2/lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        (await TinyProject.RunAsync(project.Score(input, "locked", "--shard", "1/2"))).FailedWith("Another process", "1/2");
        (await TinyProject.RunAsync(project.Score(input, "locked", "--shard", "0/2"))).Succeeded();
    }

    [Fact]
    public async Task An_interrupt_ends_the_run_behind_the_part_and_the_same_command_goes_on()
    {
        var input = project.Write("stopped.jsonl", TinyProject.Lines(200));
        var arguments = project.Score(input, "stopped", "--shard-rows", "20");
        using var interruption = new Interruption();
        using var output = new WatchedWriter("part 1:", () => interruption.Press());

        var run = await TinyProject.RunAsync(new Streams(Stream.Null, Stream.Null), output, interruption, arguments);

        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        Assert.Contains("The same command goes on", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(project.File("stopped"), "part-*").Length);
        Assert.Contains("before", (await TinyProject.RunAsync(arguments)).Succeeded().Output, StringComparison.Ordinal);
        (await TinyProject.RunAsync("verify", "--output", project.File("stopped"))).Succeeded();
    }

    [Fact]
    public async Task An_input_that_is_written_to_while_it_is_scored_ends_the_run()
    {
        var input = project.Write("growing.jsonl", TinyProject.Lines(60));
        using var interruption = new Interruption();
        using var output = new WatchedWriter("part 1:", () => File.AppendAllText(input, TinyProject.Lines(1)));

        var run = await TinyProject.RunAsync(new Streams(Stream.Null, Stream.Null), output, interruption, project.Score(input, "growing", "--shard-rows", "20"));

        run.FailedWith("growing.jsonl", "has changed while it was read");
        Assert.Equal(2, Directory.GetFiles(project.File("growing"), "part-*").Length);
    }

    [Fact]
    public async Task Too_many_bad_rows_end_the_run_and_the_side_files_tell_why()
    {
        var input = project.Write("bad.jsonl", TinyProject.MixedLines(100));

        (await TinyProject.RunAsync(project.Score(input, "bad", "--shard-rows", "30", "--max-bad", "5", "--quiet")))
            .FailedWith("There are 6 bad rows; --max-bad is 5", "_rejected");

        Assert.Equal(6, project.Parts("bad", "_rejected").Length);
        (await TinyProject.RunAsync(project.Score(input, "bad", "--shard-rows", "30", "--max-bad", "10"))).Succeeded();
    }
}
