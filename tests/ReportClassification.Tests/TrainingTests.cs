using System.Text.Json;

namespace ReportClassification.Tests;

public sealed class TrainingTests(SmallProject project) : IClassFixture<SmallProject>
{
    [Fact]
    public async Task Training_prints_tables_and_writes_figures_that_agree_with_the_confusion_matrix()
    {
        var run = (await SmallProject.RunAsync("--data", project.Data, "--model", project.Model, "--device", "cpu", "--out", project.File("a.json"))).Succeeded();

        foreach (var part in new[] { "tiny-bert", "CPU", "120 rows, 3 classes", "accuracy", "macro-F1", "log-loss", "precision", "support", "predicted", "LinearProbe, L2", "texts/s" })
            Assert.Contains(part, run.Output, StringComparison.Ordinal);

        using var json = Read("a.json");
        var test = json.RootElement.GetProperty("test");
        Assert.Equal(24, test.GetProperty("rows").GetInt32());
        var matrix = test.GetProperty("confusionMatrix").EnumerateArray().Select(row => row.EnumerateArray().Select(count => count.GetInt32()).ToArray()).ToArray();
        Assert.Equal(24, matrix.Sum(row => row.Sum()));
        Assert.Equal(matrix.Select((row, c) => row[c]).Sum() / 24.0, test.GetProperty("accuracy").GetDouble(), 9);
        Assert.Equal(test.GetProperty("classes").EnumerateArray().Average(c => c.GetProperty("f1").GetDouble()), test.GetProperty("macroF1").GetDouble(), 9);
        Assert.InRange(test.GetProperty("accuracy").GetDouble(), 0.8, 1);
        Assert.Equal(64, json.RootElement.GetProperty("model").GetProperty("fingerprint").GetString()!.Length);
        Assert.Equal(120, json.RootElement.GetProperty("seconds").GetProperty("texts").GetInt64());
        Assert.Equal(["--data", project.Data], json.RootElement.GetProperty("command").EnumerateArray().Take(2).Select(token => token.GetString()));
        Assert.False(json.RootElement.TryGetProperty("crossValidation", out _));
    }

    [Fact]
    public async Task The_same_command_gives_the_same_figures()
    {
        foreach (var name in new[] { "b1.json", "b2.json" })
            (await SmallProject.RunAsync("--data", project.Data, "--model", project.Model, "--device", "cpu", "--out", project.File(name), "--quiet")).Succeeded();

        using var first = Read("b1.json");
        using var second = Read("b2.json");
        Assert.Equal(first.RootElement.GetProperty("test").GetRawText(), second.RootElement.GetProperty("test").GetRawText());
    }

    [Fact]
    public async Task Quiet_prints_only_the_main_figures()
    {
        var run = (await SmallProject.RunAsync("--data", project.Data, "--model", project.Model, "--device", "cpu", "--quiet")).Succeeded();

        var line = Assert.Single(run.Output.TrimEnd().Split('\n'));
        Assert.StartsWith("accuracy ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cross_validation_gives_figures_for_each_fold_and_over_folds()
    {
        var run = (await SmallProject.RunAsync("--data", project.Data, "--model", project.Model, "--device", "cpu", "--folds", "4", "--out", project.File("c.json"))).Succeeded();

        Assert.Contains("±", run.Output, StringComparison.Ordinal);
        using var json = Read("c.json");
        var figures = json.RootElement.GetProperty("crossValidation");
        var folds = figures.GetProperty("folds").EnumerateArray().ToArray();
        Assert.Equal([30, 30, 30, 30], folds.Select(fold => fold.GetProperty("rows").GetInt32()));
        Assert.Equal(folds.Average(fold => fold.GetProperty("macroF1").GetDouble()), figures.GetProperty("macroF1").GetProperty("mean").GetDouble(), 9);
        Assert.Equal(120, figures.GetProperty("classes").EnumerateArray().Sum(c => c.GetProperty("support").GetInt32()));
        Assert.Equal(4, json.RootElement.GetProperty("settings").GetProperty("l2").GetArrayLength());
        // Each text is embedded once, not once per fold.
        Assert.Equal(120, json.RootElement.GetProperty("seconds").GetProperty("texts").GetInt64());
    }

    [Theory]
    [InlineData("--head", "lbfgs")]
    [InlineData("--head", "sdca")]
    [InlineData("--class-weights", "none")]
    [InlineData("--precision", "int8")]
    [InlineData("--pooling", "cls")]
    [InlineData("--pooling", "model")]
    [InlineData("--max-length", "8")]
    public async Task Options_take_effect(string option, string value)
    {
        (await SmallProject.RunAsync("--data", project.Data, "--model", project.Model, "--device", "cpu", "--seed", "2", option, value, "--quiet", "--out", project.File("d.json"))).Succeeded();

        using var json = Read("d.json");
        var settings = json.RootElement.GetProperty("settings");
        var model = json.RootElement.GetProperty("model");
        Assert.Equal(value == "model" ? "mean" : value, (option switch
        {
            "--head" => settings.GetProperty("head").GetString()!,
            "--class-weights" => settings.GetProperty("classWeighting").GetString()!,
            "--precision" => settings.GetProperty("precision").GetString()!,
            "--pooling" => model.GetProperty("pooling").GetString()!,
            _ => model.GetProperty("maximumLength").GetRawText(),
        }).ToLowerInvariant());
        Assert.Equal(2, settings.GetProperty("seed").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("test").GetProperty("accuracy").GetDouble(), 0.4, 1);
    }

    [Fact]
    public async Task Copies_across_the_split_are_counted_and_left_out_in_second_figures()
    {
        var lines = SmallProject.Reports(60).TrimEnd().Split('\n');
        var copies = lines.Where(line => line.Contains("\"train\"", StringComparison.Ordinal)).Take(7)
            .Select(line => line.Replace("\"train\"", "\"test\"", StringComparison.Ordinal).Replace("Findings", "FINDINGS ", StringComparison.Ordinal));
        var data = project.Write("copies.jsonl", string.Join('\n', lines.Concat(copies)));

        var run = (await SmallProject.RunAsync("--data", data, "--model", project.Model, "--device", "cpu", "--out", project.File("e.json"))).Succeeded();

        Assert.Contains("Warning: The text of 7 test rows", run.Output, StringComparison.Ordinal);
        using var json = Read("e.json");
        Assert.Equal(7, json.RootElement.GetProperty("data").GetProperty("testTextsInTraining").GetInt32());
        Assert.Equal(19, json.RootElement.GetProperty("test").GetProperty("rows").GetInt32());
        Assert.Equal(12, json.RootElement.GetProperty("test").GetProperty("unseen").GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task Comma_separated_reports_with_columns_of_other_names_are_split_at_random()
    {
        var rows = SmallProject.Reports(50).TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)
            .Select(row => $"\"{row.GetProperty("text").GetString()}\",{row.GetProperty("label").GetString()},see above");
        var data = project.Write("other.csv", "findings,class,impression\n" + string.Join('\n', rows));

        var run = (await SmallProject.RunAsync(
            "--data", data, "--text", "findings", "--text", "impression", "--label", "class", "--model", project.Model, "--device", "cpu")).Succeeded();

        Assert.Contains("random, stratified, seed 1", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\((9|10|11) test rows\)", run.Output);
    }

    private JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(project.File(name)));
}
