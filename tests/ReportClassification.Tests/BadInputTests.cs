namespace ReportClassification.Tests;

public sealed class BadInputTests(SmallProject project) : IClassFixture<SmallProject>
{
    [Fact]
    public async Task A_missing_file_fails_by_name() =>
        (await Train("--data", project.File("none.jsonl"))).FailedWith("none.jsonl");

    [Fact]
    public async Task An_unknown_extension_fails_with_the_known_ones() =>
        (await Train("--data", project.Write("a.xlsx", "x"))).FailedWith(".xlsx", ".jsonl, .csv and .tsv");

    [Fact]
    public async Task A_missing_column_fails_with_the_columns_that_exist() =>
        (await Train("--data", project.Data, "--text", "report")).FailedWith("'report'", "id, text, label, split");

    [Fact]
    public async Task A_missing_split_column_fails() =>
        (await Train("--data", project.Data, "--split", "part")).FailedWith("'part'", "id, text, label, split");

    [Fact]
    public async Task A_malformed_line_fails_with_its_number_and_without_its_text()
    {
        var run = await Train("--data", project.Write("bad.jsonl", "{\"text\":\"secret\",\"label\":\"a\"}\n{\"text\":\"secret\n"));

        run.FailedWith("line 2");
        Assert.DoesNotContain("secret", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_class_only_fails() =>
        (await Train("--data", project.Write("one.csv", "text,label\na,x\nb,x\n"))).FailedWith("two classes");

    [Fact]
    public async Task A_missing_model_folder_fails_by_name() =>
        (await SmallProject.RunAsync("--data", project.Data, "--model", project.File("no-model"))).FailedWith("no-model");

    [Fact]
    public async Task A_folder_that_is_no_model_fails_by_name() =>
        (await SmallProject.RunAsync("--data", project.Data, "--model", Directory.CreateDirectory(project.File("empty-model")).FullName)).FailedWith("empty-model");

    [Fact]
    public async Task An_output_that_cannot_be_written_fails_before_the_work()
    {
        (await Train("--data", project.File("none.jsonl"), "--out", project.File("no-folder/r.json"))).FailedWith("--out", "no-folder");
        (await Train("--data", project.File("none.jsonl"), "--save", project.File("no-folder/m.zip"))).FailedWith("--save", "no-folder");
        (await Train("--data", project.File("none.jsonl"), "--out", Directory.CreateDirectory(project.File("folder")).FullName)).FailedWith("--out", "folder");
    }

    [Fact]
    public async Task A_failed_run_leaves_older_results_as_they_were()
    {
        var result = project.Write("old.json", "old");

        (await Train("--data", project.File("none.jsonl"), "--out", result)).FailedWith("none.jsonl");

        Assert.Equal("old", File.ReadAllText(result));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(result)!, "*.partial"));
    }

    [Theory]
    [InlineData("--head", "forest", "linear-probe|lbfgs|sdca")]
    [InlineData("--device", "tpu", "auto|cpu|cuda")]
    [InlineData("--pooling", "sum", "mean|cls|max")]
    [InlineData("--folds", "1", "a whole number of 2 or more")]
    [InlineData("--folds", "many", "a whole number of 2 or more")]
    [InlineData("--max-length", "0", "--max-length is '0'")]
    [InlineData("--seed", "1.5", "--seed is '1.5'")]
    [InlineData("--test-fraction", "1.5", "between 0 and 1")]
    [InlineData("--seeds", "1", "a whole number of 2 or more")]
    [InlineData("--trainer", "qlora", "frozen|lora|head|last-k|full|prefix|setfit")]
    public async Task A_wrong_value_fails_with_the_option(string option, string value, string expected)
    {
        var run = await Train("--data", project.Data, option, value);

        run.FailedWith(expected);
        Assert.Empty(run.Output.Trim());
    }

    [Fact]
    public async Task Options_that_exclude_each_other_fail()
    {
        (await Train("--data", project.Data, "--head", "forest", "--class-weights", "balanced")).FailedWith("--head is 'forest'");
        (await Train("--data", project.Data, "--folds", "3", "--split", "split")).FailedWith("--folds and --split");
        (await Train("--data", project.Data, "--head", "sdca", "--class-weights", "balanced")).FailedWith("--class-weights");
        (await SmallProject.RunAsync("predict", "--model-file", "m.zip", "--data", project.Data, "--text-value", "x")).FailedWith("--data and --text-value");
    }

    [Theory]
    [InlineData("--rank", "0", "--rank is '0'")]
    [InlineData("--alpha", "-1", "a number above 0")]
    [InlineData("--learning-rate", "fast", "--learning-rate is 'fast'")]
    [InlineData("--learning-rate", "0", "a number above 0")]
    [InlineData("--dev-fraction", "1", "between 0 and 1")]
    [InlineData("--metric", "bleu", "macro-f1|accuracy|loss")]
    [InlineData("--training-precision", "float16", "float32|bfloat16")]
    [InlineData("--frozen-weights", "int4", "float32|bfloat16|int8|nf4")]
    [InlineData("--curve", "curve.png", ".html or .svg")]
    public async Task A_wrong_value_for_fine_tuning_fails_with_the_option(string option, string value, string expected) =>
        (await Train("--data", project.Data, "--trainer", "lora", option, value)).FailedWith(option, expected);

    [Theory]
    [InlineData("--rank needs --trainer", "--rank", "4")]
    [InlineData("--epochs needs --trainer", "--trainer", "frozen", "--epochs", "2")]
    [InlineData("--contrastive-pairs needs --trainer lora, head, last-k, full, prefix or setfit", "--contrastive-pairs", "2")]
    [InlineData("--frozen-weights and --trainer setfit exclude each other", "--trainer", "setfit", "--frozen-weights", "int8")]
    [InlineData("--contrastive-pairs is for --trainer setfit", "--trainer", "lora", "--contrastive-pairs", "2")]
    [InlineData("--head-first needs --trainer lora, head, last-k, full, prefix or setfit", "--head-first")]
    [InlineData("--head-first and --trainer head exclude each other", "--trainer", "head", "--head-first")]
    [InlineData("--head-first and --trainer setfit exclude each other", "--trainer", "setfit", "--head-first")]
    [InlineData("--curve needs --trainer", "--curve", "c.svg")]
    [InlineData("--rank is for --trainer lora", "--trainer", "full", "--rank", "4")]
    [InlineData("--save-adapter is for --trainer lora", "--trainer", "head", "--save-adapter", "adapter")]
    [InlineData("--last-layers is for --trainer last-k", "--trainer", "lora", "--last-layers", "1")]
    [InlineData("--prefix-length is for --trainer prefix", "--trainer", "last-k", "--prefix-length", "4")]
    [InlineData("--frozen-weights and --trainer full", "--trainer", "full", "--frozen-weights", "int8")]
    [InlineData("--head is for --trainer frozen", "--trainer", "lora", "--head", "sdca")]
    [InlineData("--precision is for --trainer frozen", "--trainer", "lora", "--precision", "int8")]
    [InlineData("--learning-rate 1e-3 is given twice", "--trainer", "lora", "--learning-rate", "0.001", "--learning-rate", "1e-3")]
    [InlineData("--curve as .svg", "--trainer", "lora", "--curve", "c.svg", "--seeds", "2")]
    [InlineData("--curve as .svg", "--trainer", "lora", "--curve", "c.svg", "--folds", "2")]
    [InlineData("--curve as .svg", "--trainer", "lora", "--curve", "c.svg", "--learning-rate", "1e-3", "--learning-rate", "1e-4")]
    [InlineData("--seeds makes several models", "--trainer", "lora", "--seeds", "2", "--save-adapter", "adapter")]
    [InlineData("--seeds makes several models", "--seeds", "2", "--save", "m.zip")]
    public async Task Options_of_fine_tuning_that_do_not_go_together_fail(string expected, params string[] arguments) =>
        (await Train(["--data", project.Data, .. arguments])).FailedWith(expected);

    [Fact]
    public async Task The_memory_of_a_training_is_told_without_loading_a_model()
    {
        var run = (await Train("--data", project.Data, "--trainer", "lora", "--rank", "4", "--device", "cpu", "--estimate")).Succeeded();

        foreach (var part in new[] { "On the CPU", "LoRA of rank 4", "optimiser state", "activations", "total" })
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("GPU", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_only_dev_rows_have_fails_where_nothing_is_learnt_from_them()
    {
        var data = project.Write("dev.csv", "text,label,split\na,x,train\nb,y,train\nc,z,dev\nd,x,test\n");

        (await Train("--data", data, "--trainer", "head")).FailedWith("row 4", "no train row has");
    }

    [Fact]
    public async Task More_folds_than_texts_fail() =>
        (await Train("--data", project.Write("few.csv", "text,label\na,x\nb,y\nA,x\n"), "--folds", "3")).FailedWith("--folds is 3", "2 different texts");

    [Fact]
    public async Task An_unknown_option_fails() => (await Train("--dta", project.Data)).FailedWith("--dta");

    [Fact]
    public async Task Predict_needs_a_model_file()
    {
        (await SmallProject.RunAsync("predict", "--text-value", "x")).FailedWith("--model-file");
        (await SmallProject.RunAsync("predict", "--model-file", project.File("none.zip"), "--text-value", "x")).FailedWith("none.zip");
        (await SmallProject.RunAsync("predict", "--model-file", project.Write("garbage.zip", "no zip"), "--text-value", "x")).FailedWith("garbage.zip");
    }

    [Fact]
    public async Task Verbose_shows_where_it_failed()
    {
        var run = await Train("--data", project.File("none.jsonl"), "--verbose");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("   at ", run.Error, StringComparison.Ordinal);
    }

    private Task<ProgramRun> Train(params string[] arguments) => SmallProject.RunAsync(["--model", project.Model, .. arguments]);
}
