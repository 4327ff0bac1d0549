using System.Text.Json;
using System.Xml.Linq;

namespace ReportClassification.Tests;

public sealed class FineTuningTests(SmallProject project) : IClassFixture<SmallProject>
{
    [Theory]
    [InlineData("lora", "--rank", "2")]
    [InlineData("head")]
    [InlineData("last-k", "--last-layers", "1")]
    [InlineData("full")]
    [InlineData("prefix", "--prefix-length", "3")]
    public async Task Each_way_of_transfer_trains_and_writes_figures_history_and_curve(string trainer, params string[] more)
    {
        var result = project.File($"{trainer}.json");

        var run = (await Train([trainer, "--epochs", "2", "--out", result, .. more])).Succeeded();

        foreach (var part in new[] { trainer, "learns from the train rows, and chooses on the dev rows", "validation loss", "weights of epoch", "parameters on 72 rows", "peak memory" })
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        using var json = Read(result);
        var root = json.RootElement;
        Assert.Equal(24, root.GetProperty("test").GetProperty("rows").GetInt32());
        Assert.Equal(["train", "dev", "test"], root.GetProperty("data").GetProperty("parts").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal(trainer, root.GetProperty("settings").GetProperty("trainer").GetString());
        Assert.Equal(trainer, root.GetProperty("settings").GetProperty("fineTuning").GetProperty("method").GetString());
        Assert.False(root.GetProperty("settings").TryGetProperty("head", out _));
        Assert.False(root.TryGetProperty("embedding", out _));
        Assert.Equal("CPU", root.GetProperty("model").GetProperty("device").GetString());
        Assert.InRange(root.GetProperty("peakMemory").GetInt64(), 10_000_000, 100_000_000_000);

        var training = Assert.Single(root.GetProperty("fineTuning").EnumerateArray());
        Assert.InRange(training.GetProperty("trainableParameters").GetInt64(), 3, 10_000_000);
        Assert.Equal(72, training.GetProperty("trainingRows").GetInt32());
        Assert.Equal(24, training.GetProperty("validationRows").GetInt32());
        Assert.Equal(10, training.GetProperty("steps").GetInt32()); // 72 rows in batches of 16, twice
        Assert.Equal("Completed", training.GetProperty("endReason").GetString());
        var evaluations = training.GetProperty("evaluations").EnumerateArray().ToArray();
        Assert.Equal([5, 10], evaluations.Select(evaluation => evaluation.GetProperty("step").GetInt32()));
        Assert.Equal(evaluations.Max(MacroF1), MacroF1(training.GetProperty("best")));
        Assert.Equal(root.GetProperty("test").GetProperty("accuracy").GetDouble(), training.GetProperty("testAccuracy").GetDouble());
        Assert.InRange(training.GetProperty("seconds").GetDouble(), 0.001, root.GetProperty("seconds").GetProperty("total").GetDouble());

        var page = XDocument.Load(Path.ChangeExtension(result, ".curve.html"));
        Assert.Contains(trainer, page.Root!.Element("body")!.Element("h1")!.Value, StringComparison.Ordinal);
        Assert.Single(page.Descendants(), element => element.Name.LocalName == "svg");
    }

    [Fact]
    public async Task Setfit_compares_reports_before_it_trains_the_head()
    {
        var result = project.File("setfit.json");

        var run = (await Train(["setfit", "--contrastive-pairs", "2", "--learning-rate", "3e-3", "--out", result])).Succeeded();

        Assert.Contains("setfit, 2 pairs of each kind for a report", run.Output, StringComparison.Ordinal);
        using var json = Read(result);
        var root = json.RootElement;
        Assert.Equal(2, root.GetProperty("settings").GetProperty("fineTuning").GetProperty("contrastivePairs").GetInt32());
        var training = Assert.Single(root.GetProperty("fineTuning").EnumerateArray());
        Assert.Equal(72 * 2 * 2 / 16, training.GetProperty("steps").GetInt32()); // of the comparisons
        Assert.Equal(24, training.GetProperty("validationRows").GetInt32());
        Assert.True(File.Exists(Path.ChangeExtension(result, ".curve.html")));
    }

    [Fact]
    public async Task Lora_learns_what_the_reports_say()
    {
        var result = project.File("learns.json");

        (await Train("lora", "--epochs", "8", "--learning-rate", "5e-3", "--out", result)).Succeeded();

        using var json = Read(result);
        Assert.InRange(json.RootElement.GetProperty("test").GetProperty("accuracy").GetDouble(), 0.8, 1);
    }

    [Fact]
    public async Task The_validation_rows_decide_between_learning_rates()
    {
        var result = project.File("rates.json");

        (await Train("lora", "--epochs", "3", "--metric", "loss", "--learning-rate", "1e-7", "--learning-rate", "5e-3", "--out", result)).Succeeded();

        using var json = Read(result);
        var trainings = json.RootElement.GetProperty("fineTuning").EnumerateArray().ToArray();
        Assert.Equal([1e-7, 5e-3], trainings.Select(training => training.GetProperty("learningRate").GetDouble()));
        Assert.True(Loss(trainings[1].GetProperty("best")) < Loss(trainings[0].GetProperty("best")));
        Assert.Equal([false, true], trainings.Select(training => training.GetProperty("chosen").GetBoolean()));
        Assert.Equal([false, true], trainings.Select(training => training.TryGetProperty("testAccuracy", out _)));
    }

    [Theory]
    [InlineData("frozen")]
    [InlineData("head", "--epochs", "5")]
    public async Task Several_seeds_give_mean_and_deviation_of_the_test_figures(string trainer, params string[] more)
    {
        var result = project.File($"seeds-{trainer}.json");

        var run = (await Train([trainer, "--seed", "4", "--seeds", "3", "--out", result, .. more])).Succeeded();

        Assert.Contains("(seeds 4, 5, 6; 24 test rows)", run.Output, StringComparison.Ordinal);
        using var json = Read(result);
        var seeds = json.RootElement.GetProperty("seeds").EnumerateArray().ToArray();
        Assert.Equal([4, 5, 6], seeds.Select(seed => seed.GetProperty("seed").GetInt32()));
        foreach (var figure in new[] { "accuracy", "macroF1", "logLoss" })
        {
            var values = seeds.Select(seed => seed.GetProperty("test").GetProperty(figure).GetDouble()).ToArray();
            var over = json.RootElement.GetProperty("overSeeds").GetProperty(figure);
            Assert.Equal(values.Average(), over.GetProperty("mean").GetDouble(), 9);
            Assert.Equal(Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / 2), over.GetProperty("standardDeviation").GetDouble(), 9);
        }

        Assert.False(json.RootElement.TryGetProperty("test", out _));
        Assert.Equal(trainer != "frozen", json.RootElement.TryGetProperty("fineTuning", out var trainings));
        if (trainer != "frozen")
            Assert.Equal([4, 5, 6], trainings.EnumerateArray().Select(training => training.GetProperty("seed").GetInt32()));
        else
            Assert.Equal(120, json.RootElement.GetProperty("seconds").GetProperty("texts").GetInt64()); // embedded once, not once for each seed
    }

    [Fact]
    public async Task The_first_of_several_seeds_gives_what_that_seed_gives_alone()
    {
        var (alone, first) = (project.File("alone.json"), project.File("first.json"));

        (await Train("lora", "--epochs", "2", "--seed", "3", "--out", alone)).Succeeded();
        (await Train("lora", "--epochs", "2", "--seed", "3", "--seeds", "2", "--out", first)).Succeeded();

        using var one = Read(alone);
        using var two = Read(first);
        Assert.Equal(
            one.RootElement.GetProperty("test").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal),
            two.RootElement.GetProperty("seeds")[0].GetProperty("test").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cross_validation_trains_for_each_fold_and_the_model_to_keep_on_all_rows()
    {
        var (result, saved) = (project.File("folds.json"), project.File("folds.zip"));

        var run = (await Train("head", "--epochs", "3", "--folds", "3", "--out", result, "--save", saved)).Succeeded();

        Assert.Contains("holds back 0.1 of the training rows", run.Output, StringComparison.Ordinal);
        using var json = Read(result);
        var trainings = json.RootElement.GetProperty("fineTuning").EnumerateArray().ToArray();
        Assert.Equal([1, 2, 3, null], trainings.Select(training => training.TryGetProperty("fold", out var fold) ? fold.GetInt32() : (int?)null));
        Assert.All(trainings[..3], training => Assert.Equal(80, training.GetProperty("trainingRows").GetInt32() + training.GetProperty("validationRows").GetInt32()));
        Assert.Equal(120, trainings[3].GetProperty("trainingRows").GetInt32() + trainings[3].GetProperty("validationRows").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("crossValidation").GetProperty("folds").GetArrayLength());
        Assert.True(File.Exists(saved));
    }

    [Fact]
    public async Task Without_dev_rows_a_share_of_the_training_rows_is_held_back()
    {
        var rows = SmallProject.Reports(60).TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)
            .Select(row => $"\"{row.GetProperty("text").GetString()}\",{row.GetProperty("label").GetString()}");
        var (data, result) = (project.Write("no-dev.csv", "text,label\n" + string.Join('\n', rows)), project.File("no-dev.json"));

        (await SmallProject.RunAsync(
            "--data", data, "--model", project.Model, "--device", "cpu", "--trainer", "head", "--epochs", "2", "--dev-fraction", "0.25", "--out", result)).Succeeded();

        using var json = Read(result);
        Assert.Equal(["train", "test"], json.RootElement.GetProperty("data").GetProperty("parts").EnumerateArray().Select(part => part.GetString()));
        Assert.InRange(json.RootElement.GetProperty("fineTuning")[0].GetProperty("validationRows").GetInt32(), 10, 14);
    }

    [Fact]
    public async Task A_saved_model_gives_a_new_process_the_same_for_a_text_in_a_file_and_alone()
    {
        const string text = "New large pneumothorax. Acute edema of the left lung.";
        var (saved, data) = (project.File("lora.zip"), project.Write("one.jsonl", SmallProject.Reports(50) + JsonSerializer.Serialize(new { text }) + "\n"));
        (await Train("lora", "--epochs", "2", "--save", saved)).Succeeded();

        // Processes of their own: this one remembers where it found a model, and other tests have the same one elsewhere.
        string[] predict = ["predict", "--model-file", saved, "--device", "cpu", "--out"];
        (await SmallProject.StartAsync([.. predict, project.File("file.jsonl"), "--data", data])).Succeeded();
        (await SmallProject.StartAsync([.. predict, project.File("alone.jsonl"), "--text-value", text])).Succeeded();

        var file = File.ReadLines(project.File("file.jsonl")).Select(Prediction.Parse).ToArray();
        var alone = Prediction.Parse(Assert.Single(File.ReadLines(project.File("alone.jsonl"))));
        Assert.Equal(51, file.Length);
        Assert.All(file, row =>
        {
            Assert.Equal(["acute", "normal", "stable"], row.Probabilities.Keys.Order());
            Assert.Equal(1, row.Probabilities.Values.Sum(), 4);
            Assert.Equal(row.Label, row.Probabilities.MaxBy(pair => pair.Value).Key);
        });
        Assert.Equal(file[50].Label, alone.Label);
        Assert.All(file[50].Probabilities, p => Assert.Equal(p.Value, alone.Probabilities[p.Key], 1e-4f));
    }

    [Fact]
    public async Task An_adapter_is_saved_in_the_format_of_PEFT()
    {
        var folder = project.File("adapter");

        (await Train("lora", "--epochs", "1", "--rank", "3", "--target-modules", "query", "--target-modules", "value", "--save-adapter", folder)).Succeeded();

        using var json = Read(Path.Combine(folder, "adapter_config.json"));
        Assert.Equal("LORA", json.RootElement.GetProperty("peft_type").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("r").GetInt32());
        Assert.Equal(6, json.RootElement.GetProperty("lora_alpha").GetDouble());
        // The paths of the modules are spelled out, so that PEFT puts adapters beside the same ones.
        var modules = json.RootElement.GetProperty("target_modules").EnumerateArray().Select(module => module.GetString()!).ToArray();
        Assert.NotEmpty(modules);
        Assert.All(modules, module => Assert.Matches(@"^bert\.encoder\.layer\.\d+\.attention\.self\.(query|value)$", module));
        Assert.Equal(["query", "value"], modules.Select(module => module[(module.LastIndexOf('.') + 1)..]).Distinct().Order());
        Assert.True(new FileInfo(Path.Combine(folder, "adapter_model.safetensors")).Length > 100);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_training_and_goes_on_with_what_there_is()
    {
        var (result, saved) = (project.File("stopped.json"), project.File("stopped.zip"));

        var run = (await Interrupt(1, "lora", "--epochs", "1000", "--out", result, "--save", saved)).Succeeded();

        Assert.Contains("The training was stopped", run.Output, StringComparison.Ordinal);
        using var json = Read(result);
        Assert.True(json.RootElement.GetProperty("stopped").GetBoolean());
        var training = Assert.Single(json.RootElement.GetProperty("fineTuning").EnumerateArray());
        Assert.Equal("Stopped", training.GetProperty("endReason").GetString());
        Assert.InRange(training.GetProperty("steps").GetInt32(), 0, 2);
        Assert.Equal(24, json.RootElement.GetProperty("test").GetProperty("rows").GetInt32());
        Assert.True(File.Exists(saved));
        Assert.True(File.Exists(Path.ChangeExtension(result, ".curve.html")));
    }

    [Fact]
    public async Task Ctrl_C_leaves_out_the_trainings_that_were_still_to_come()
    {
        var (result, saved) = (project.File("stopped-folds.json"), project.File("stopped-folds.zip"));

        var run = (await Interrupt(1, "lora", "--epochs", "1000", "--folds", "3", "--out", result, "--save", saved)).Succeeded();

        Assert.Contains("No model is saved", run.Output, StringComparison.Ordinal);
        using var json = Read(result);
        Assert.Equal(1, json.RootElement.GetProperty("crossValidation").GetProperty("folds").GetArrayLength());
        Assert.Equal(1, json.RootElement.GetProperty("fineTuning").GetArrayLength());
        Assert.False(File.Exists(saved));
    }

    [Fact]
    public async Task Ctrl_C_twice_cancels_and_leaves_no_files()
    {
        var result = project.File("cancelled.json");

        var run = await Interrupt(2, "lora", "--epochs", "1000", "--out", result);

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("Cancelled.", run.Error.Trim());
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(result)!, "cancelled*"));
    }

    [Fact]
    public async Task The_same_command_goes_on_from_its_checkpoints()
    {
        string[] arguments = ["lora", "--epochs", "2", "--checkpoints", project.File("checkpoints"), "--out"];

        (await Train([.. arguments, project.File("whole.json")])).Succeeded();
        (await Train([.. arguments, project.File("again.json")])).Succeeded();

        using var whole = Read(project.File("whole.json"));
        using var again = Read(project.File("again.json"));
        Assert.False(whole.RootElement.GetProperty("fineTuning")[0].TryGetProperty("resumedFromStep", out _));
        Assert.Equal(10, again.RootElement.GetProperty("fineTuning")[0].GetProperty("resumedFromStep").GetInt32());
        Assert.Equal(whole.RootElement.GetProperty("test").GetRawText(), again.RootElement.GetProperty("test").GetRawText());
    }

    [Fact]
    public async Task Checkpoints_of_several_trainings_have_folders_of_their_own()
    {
        var folder = project.File("many-checkpoints");

        (await Train("head", "--epochs", "1", "--seeds", "2", "--learning-rate", "0.01", "--learning-rate", "0.02", "--checkpoints", folder)).Succeeded();

        Assert.Equal(
            ["seed-1-rate-0.01", "seed-1-rate-0.02", "seed-2-rate-0.01", "seed-2-rate-0.02"],
            Directory.GetDirectories(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task The_curve_is_drawn_as_a_picture_where_one_is_asked_for()
    {
        var picture = project.File("curve.svg");

        (await Train("head", "--epochs", "2", "--curve", picture)).Succeeded();

        Assert.Equal("svg", XDocument.Load(picture).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("--training-precision", "bfloat16", "precision")]
    [InlineData("--frozen-weights", "nf4", "frozenWeights")]
    [InlineData("--batch-size", "8", "batchSize")]
    [InlineData("--metric", "accuracy", "metric")]
    [InlineData("--gradient-checkpointing", "true", "gradientCheckpointing")]
    public async Task Options_take_effect(string option, string value, string setting)
    {
        var result = project.File("options.json");

        (await Train("lora", "--epochs", "1", option, value, "--quiet", "--out", result)).Succeeded();

        using var json = Read(result);
        Assert.Equal(value, json.RootElement.GetProperty("settings").GetProperty("fineTuning").GetProperty(setting).ToString().ToLowerInvariant());
        Assert.Equal(option == "--batch-size" ? 9 : 5, json.RootElement.GetProperty("fineTuning")[0].GetProperty("steps").GetInt32());
    }

    private Task<ProgramRun> Train(string trainer, params string[] more) => SmallProject.RunAsync(Arguments(trainer, more));

    private Task<ProgramRun> Train(string[] arguments) => Train(arguments[0], arguments[1..]);

    private Task<ProgramRun> Interrupt(int times, string trainer, params string[] more) => SmallProject.InterruptAsync(times, Arguments(trainer, more));

    private string[] Arguments(string trainer, string[] more) =>
        ["--data", project.Data, "--model", project.Model, "--device", "cpu", "--trainer", trainer, .. more];

    private static double Loss(JsonElement evaluation) => evaluation.GetProperty("loss").GetDouble();

    private static double MacroF1(JsonElement evaluation) => evaluation.GetProperty("macroF1").GetDouble();

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllText(file));
}
