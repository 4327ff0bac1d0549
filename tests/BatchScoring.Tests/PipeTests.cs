using System.Text.Json;

namespace BatchScoring.Tests;

public sealed class PipeTests(TinyProject project) : IClassFixture<TinyProject>
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public async Task Each_line_has_an_answer_in_its_place_also_a_bad_one(int batch)
    {
        var input = TinyProject.MixedLines(120).Replace("\n{\"id\":\"r50\"", "\n\n{\"id\":\"r50\"", StringComparison.Ordinal);

        var (run, lines) = await project.PipeAsync(input, "--id", "id", "--batch", $"{batch}");

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(121, lines.Length);
        var rows = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("the line is empty", rows[50].GetProperty("error").GetString());
        rows.RemoveAt(50);
        for (var i = 0; i < rows.Count; i++)
        {
            Assert.Equal(i % 10 == 9, rows[i].TryGetProperty("error", out _));
            Assert.Equal(i % 10 != 9, rows[i].TryGetProperty("label", out _));
            if (rows[i].TryGetProperty("id", out var id))
                Assert.Equal($"r{i}", id.GetString());
        }

        Assert.Equal(13, run.Error.TrimEnd().Split('\n').Length);
        Assert.StartsWith("Line 10: not valid JSON", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_and_texts_pass_through_as_well()
    {
        var (csv, csvLines) = await project.PipeAsync("7,\"a, \"\"b\"\"\"\n8\n9,\"open\n", "--format", "csv", "--columns", "key,text", "--id", "key", "--label-only");
        var (tsv, tsvLines) = await project.PipeAsync("7\t\"quoted\"\tx\r\n\t\n", "--format", "tsv", "--columns", "key,text,more", "--id", "key");
        var (text, textLines) = await project.PipeAsync("The lungs are clear.\n\xE9\n", "--format", "text", "--label-only");

        Assert.Equal((0, 0, 0), (csv.ExitCode, tsv.ExitCode, text.ExitCode));
        Assert.Matches("^7,[a-z]+,$", csvLines[0]);
        Assert.Equal(",,1 fields instead of 2", csvLines[1]);
        Assert.Equal(",,a quotation mark is not closed", csvLines[2]);
        Assert.Equal(7, tsvLines[0].Split('\t').Length);
        Assert.StartsWith("7\t", tsvLines[0], StringComparison.Ordinal);
        Assert.Equal("\t\t\t\t\t\t2 fields instead of 3", tsvLines[1]);
        Assert.Matches("^{\"label\":\"[a-z]+\"}$", textLines[0]);
        Assert.Equal("{\"error\":\"not UTF-8\"}", textLines[1]);
    }

    [Fact]
    public async Task Files_and_lines_are_scored_alike()
    {
        var input = TinyProject.Lines(40);
        (await TinyProject.RunAsync(project.Score(project.Write("alike.jsonl", input), "alike"))).Succeeded();

        var (run, lines) = await project.PipeAsync(input, "--id", "id");

        Assert.Equal(0, run.ExitCode);
        foreach (var (expected, actual) in project.Parts("alike").Zip(lines).Select(pair => (JsonDocument.Parse(pair.First).RootElement, JsonDocument.Parse(pair.Second).RootElement)))
        {
            Assert.Equal(expected.GetProperty("id").GetString(), actual.GetProperty("id").GetString());
            Assert.Equal(expected.GetProperty("probability").GetSingle(), actual.GetProperty("probability").GetSingle(), 1e-5f);
        }
    }

    [Fact]
    public async Task An_engine_that_waits_for_an_answer_gets_it_before_it_writes_on()
    {
        using var process = TinyProject.Start("pipe", "--model", project.Model, "--device", "cpu", "--threads", "1", "--format", "text", "--label-only");
        foreach (var text in new[] { "The lungs are clear.", "Large pleural effusion." })
        {
            await process.StandardInput.WriteLineAsync(text);
            await process.StandardInput.FlushAsync();
            var answer = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.StartsWith("{\"label\":", answer, StringComparison.Ordinal);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_worker_whose_reader_has_gone_ends_with_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes are closed otherwise there.");
        using var process = TinyProject.Start("pipe", "--model", project.Model, "--device", "cpu", "--threads", "1", "--format", "text", "--batch", "1");
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.Close();
        try
        {
            await process.StandardInput.WriteAsync(string.Concat(Enumerable.Repeat("The lungs are clear.\n", 2000)));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, and closed its input.
        }

        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("Error: ", await error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_told_before_the_model_is_loaded() =>
        (await project.PipeAsync("", "--format", "csv", "--columns", "a,b")).Run.FailedWith("no column 'text' in --columns", "There are: a, b.");
}
