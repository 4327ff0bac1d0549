using System.Globalization;
using System.Text.Json;

namespace ReportClassification.Tests;

public sealed class PredictionTests(PredictionTests.TrainedProject project) : IClassFixture<PredictionTests.TrainedProject>
{
    private const string Text = "New large pneumothorax. Acute edema of the left lung.";

    /// <summary>The small project with a saved model.</summary>
    public sealed class TrainedProject : IAsyncLifetime
    {
        public SmallProject Small { get; } = new();

        public string SavedModel => Small.File("model.zip");

        public async ValueTask InitializeAsync() =>
            (await SmallProject.RunAsync("--data", Small.Data, "--model", Small.Model, "--device", "cpu", "--save", SavedModel, "--quiet")).Succeeded();

        public ValueTask DisposeAsync()
        {
            MLNet.LlmExtensions.LoadedLlmEmbeddings.Release();
            Small.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task A_new_process_predicts_the_same_as_this_one()
    {
        string[] arguments = ["predict", "--model-file", project.SavedModel, "--data", project.Small.Data, "--device", "cpu", "--out"];

        (await SmallProject.RunAsync([.. arguments, project.Small.File("here.jsonl")])).Succeeded();
        (await SmallProject.StartAsync([.. arguments, project.Small.File("there.jsonl")])).Succeeded();

        var here = Predictions("here.jsonl");
        var there = Predictions("there.jsonl");
        Assert.Equal(120, here.Length);
        Assert.Equal(here.Select(p => p.Id), Enumerable.Range(0, 120).Select(i => $"r{i}"));
        Assert.Equal(here.Select(p => p.Label), there.Select(p => p.Label));
        Assert.All(here.Zip(there), pair => AssertClose(pair.First.Probabilities, pair.Second.Probabilities));
        Assert.All(here, p => Assert.Equal(p.Label, p.Probabilities.MaxBy(pair => pair.Value).Key));
        Assert.All(here, p => Assert.Equal(1, p.Probabilities.Values.Sum(), 4));
    }

    [Fact]
    public async Task A_single_text_a_line_of_input_and_a_row_of_a_file_get_the_same_prediction()
    {
        var file = project.Small.Write("one.jsonl", JsonSerializer.Serialize(new { text = Text }) + "\n" + JsonSerializer.Serialize(new { text = "Stable small nodule." }));
        string[] model = ["predict", "--model-file", project.SavedModel, "--device", "cpu", "--out"];

        (await SmallProject.RunAsync([.. model, project.Small.File("value.jsonl"), "--text-value", Text])).Succeeded();
        (await SmallProject.RunWithInputAsync($"\n{Text}\nThe lungs are clear.\n", [.. model, project.Small.File("input.jsonl")])).Succeeded();
        (await SmallProject.RunAsync([.. model, project.Small.File("file.jsonl"), "--data", file])).Succeeded();

        var value = Assert.Single(Predictions("value.jsonl"));
        Assert.Equal("acute", value.Label);
        Assert.Equal(2, Predictions("input.jsonl").Length);
        AssertClose(value.Probabilities, Predictions("input.jsonl")[0].Probabilities);
        AssertClose(value.Probabilities, Predictions("file.jsonl")[0].Probabilities);
    }

    [Fact]
    public async Task Without_out_a_table_shows_the_probabilities_and_no_text()
    {
        var run = (await SmallProject.RunAsync("predict", "--model-file", project.SavedModel, "--device", "cpu", "--text-value", Text)).Succeeded();

        foreach (var part in new[] { "predicted", "acute", "normal", "stable" })
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("pneumothorax", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_table_is_cut_and_says_so()
    {
        var run = (await SmallProject.RunAsync("predict", "--model-file", project.SavedModel, "--device", "cpu", "--data", project.Small.Data)).Succeeded();

        Assert.Contains("r99", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("r100", run.Output, StringComparison.Ordinal);
        Assert.Contains("first 100", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p.csv", ',')]
    [InlineData("p.tsv", '\t')]
    public async Task Delimited_predictions_have_a_column_for_each_class(string name, char delimiter)
    {
        (await SmallProject.RunAsync("predict", "--model-file", project.SavedModel, "--device", "cpu", "--data", project.Small.Data, "--out", project.Small.File(name))).Succeeded();

        var lines = File.ReadAllLines(project.Small.File(name));
        Assert.Equal(121, lines.Length);
        var header = lines[0].Split(delimiter);
        Assert.Equal(["row", "id", "label"], header[..3]);
        Assert.Equal(["p(acute)", "p(normal)", "p(stable)"], header[3..].Order());
        var first = lines[1].Split(delimiter);
        Assert.Equal(["1", "r0"], first[..2]);
        Assert.Equal(1, first[3..].Sum(field => double.Parse(field, CultureInfo.InvariantCulture)), 4);
    }

    [Theory]
    [InlineData("{\"text\":\"secret\"", "line 151")]
    [InlineData("{\"report\":\"secret\"}", "no column 'text'", "line 151", "There are: report.")]
    public async Task A_bad_row_far_into_a_file_fails_with_its_line_and_leaves_no_file(string row, params string[] expected)
    {
        var good = string.Concat(Enumerable.Repeat("{\"text\":\"No effusion.\"}\n", 150));
        var data = project.Small.Write("long.jsonl", good + row + "\n");

        var run = await SmallProject.RunAsync("predict", "--model-file", project.SavedModel, "--device", "cpu", "--data", data, "--out", project.Small.File("long-out.jsonl"));

        run.FailedWith(expected);
        Assert.DoesNotContain("secret", run.Error + run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(project.Small.File("long-out.jsonl")));
    }

    [Fact]
    public async Task A_language_model_that_moved_is_found_again_when_it_is_named()
    {
        var moved = Directory.CreateDirectory(project.Small.File("elsewhere")).FullName;
        using var other = new SmallProject();
        (await SmallProject.RunAsync("--data", other.Data, "--model", other.Model, "--device", "cpu", "--save", other.File("model.zip"), "--quiet")).Succeeded();
        Directory.Move(other.Model, Path.Combine(moved, "tiny-bert"));

        string[] predict = ["predict", "--model-file", other.File("model.zip"), "--device", "cpu", "--text-value", Text];
        // Another process, since this one remembers where it found the same model before.
        var lost = await SmallProject.StartAsync(predict);
        var found = await SmallProject.StartAsync([.. predict, "--model", moved]);

        lost.FailedWith(other.Model);
        found.Succeeded();
    }

    private Prediction[] Predictions(string name) => [.. File.ReadLines(project.Small.File(name)).Select(Prediction.Parse)];

    private static void AssertClose(Dictionary<string, float> expected, Dictionary<string, float> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, pair => Assert.Equal(pair.Value, actual[pair.Key], 1e-4f));
    }
}
