using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.ML;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Tests.Support;

namespace AutoMLSweep.Tests;

public sealed partial class SweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly string _data;

    public SweepTests()
    {
        _model = TinyBert.Create(_folder.File("tiny-bert"), hidden: 20);
        _data = _folder.File("reports.jsonl");
        var parts = new[] { "train", "train", "train", "dev", "test" };
        File.WriteAllLines(_data, Reports.Create(120).Select((report, i) => JsonSerializer.Serialize(
            new { text = report.Text, label = report.Label, split = parts[i / 3 % parts.Length] })));
    }

    [Fact]
    public async Task A_sweep_gives_a_leaderboard_a_page_and_a_model()
    {
        var (status, output, error) = await RunAsync("--trials", "6", "--tuner", "random", "--out", _folder.File("sweep.html"), "--save", _folder.File("best.zip"));

        Assert.Equal((0, ""), (status, error));
        Assert.Contains("72 train, 24 dev, 24 test rows", output, StringComparison.Ordinal);
        Assert.Equal(6, TrialLine().Count(output));
        Assert.Matches(@"│ 1 +│ \d +│ 0\.9\d+|│ 1 +│ \d +│ 1\.0000", output);
        Assert.Matches(@"macro-F1 (0\.[89]\d+|1\.0000) on 24 test rows", output);
        var page = await File.ReadAllTextAsync(_folder.File("sweep.html"), TestContext.Current.CancellationToken);
        Assert.Equal(2, Regex.Count(page, "<svg"));
        Assert.DoesNotContain("effusion", page, StringComparison.OrdinalIgnoreCase);
        var xml = new XmlDocument();
        xml.LoadXml(page[page.IndexOf("<html", StringComparison.Ordinal)..]);

        var ml = new MLContext();
        using var engine = ml.Model.CreatePredictionEngine<Input, Output>(ml.Model.Load(_folder.File("best.zip"), out _));
        Assert.Equal("effusion", engine.Predict(new Input { Text = "Small left pleural effusion, large right effusion seen." }).PredictedLabel);
    }

    [Theory]
    [InlineData("full", "training of all layers")]
    [InlineData("all", "heads on frozen embeddings, LoRA, and training of all layers")]
    public async Task A_sweep_tries_what_it_is_told_to(string trainer, string words)
    {
        var (status, output, error) = await RunAsync("--trials", "8", "--trainer", trainer, "--out", _folder.File("sweep.html"));

        Assert.Equal((0, ""), (status, error));
        Assert.Equal(8, TrialLine().Count(output));
        Assert.Contains("Epochs", output, StringComparison.Ordinal);
        Assert.Contains(words, await File.ReadAllTextAsync(_folder.File("sweep.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_goes_on_from_its_journal_and_finds_its_embeddings()
    {
        string[] kept = ["--tuner", "random", "--journal", _folder.File("sweep.jsonl"), "--cache", _folder.File("vectors")];
        var (_, whole, _) = await RunAsync(["--trials", "5", "--tuner", "random"]);
        var (_, first, _) = await RunAsync([.. kept, "--trials", "3"]);
        var (status, second, _) = await RunAsync([.. kept, "--trials", "5"]);

        Assert.Equal(0, status);
        Assert.DoesNotContain("(journal)", first, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(second, @"\(journal\)"));
        Assert.Equal(Metrics(whole), Metrics(second));
        Assert.Contains(" 0 texts embedded", (await RunAsync([.. kept, "--trials", "5"])).Output, StringComparison.Ordinal);

        static string[] Metrics(string output) => [.. TrialLine().Matches(output).Select(match => match.Groups["metric"].Value)];
    }

    [Fact]
    public async Task A_journal_of_other_data_is_refused()
    {
        _ = await RunAsync("--trials", "1", "--journal", _folder.File("sweep.jsonl"));
        File.AppendAllLines(_data, [JsonSerializer.Serialize(new { text = "one more", label = "normal", split = "train" })]);

        var (status, _, error) = await RunAsync("--trials", "1", "--journal", _folder.File("sweep.jsonl"));

        Assert.Equal(1, status);
        Assert.Contains("another sweep", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--minutes", "0", "--minutes")]
    [InlineData("--trials", "0", "--trials")]
    [InlineData("--tuner", "best", "--tuner")]
    [InlineData("--label", "category", "category")]
    [InlineData("--model", "nowhere", "nowhere")]
    public async Task A_mistake_is_named(string option, string value, string part)
    {
        var (status, _, error) = await RunAsync(option, value);

        Assert.Equal(1, status);
        Assert.StartsWith("Error: ", error, StringComparison.Ordinal);
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_dev_rows_some_train_rows_are_held_back()
    {
        File.WriteAllLines(_data, Reports.Create(100).Select(report => JsonSerializer.Serialize(new { text = report.Text, label = report.Label })));

        var (status, output, _) = await RunAsync("--trials", "1");

        Assert.Equal(0, status);
        Assert.Matches(@"6\d train, 1\d dev, 2\d test rows", output);
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"^ +\d+  (?<metric>\d\.\d{4}|failed)", RegexOptions.Multiline)]
    private static partial Regex TrialLine();

    private async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        string[] defaults = arguments.Contains("--model") ? ["--data", _data] : ["--data", _data, "--model", _model];
        var status = await SweepApplication.RunAsync([.. defaults, .. arguments], output, error, TestContext.Current.CancellationToken);
        return (status, output.ToString(), error.ToString());
    }

    private sealed class Input
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";

        public long Position { get; set; }

        public string Id { get; set; } = "";
    }

    private sealed class Output
    {
        public string PredictedLabel { get; set; } = "";
    }
}
