using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Losses;
using MLNet.LlmExtensions.Training.Tests.Support;

namespace MLNet.LlmExtensions.Training.Tests;

public sealed class TextClassifierTrainerTests : IDisposable
{
    private static readonly string[] Classes = ["no", "yes"];

    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;

    public TextClassifierTrainerTests() => _model = LanguageModel.FromPretrained(TinyBert.Create(_folder.Path));

    private static FineTuningOptions Options => new() { Epochs = 8, Device = DevicePreference.Cpu, Threads = 1, EarlyStoppingPatience = 0 };

    [Theory]
    [InlineData(TransferMethod.Lora, 5e-3)]
    [InlineData(TransferMethod.Head, 3e-2)]
    [InlineData(TransferMethod.LastLayers, 2e-3)]
    [InlineData(TransferMethod.Full, 2e-3)]
    [InlineData(TransferMethod.Prefix, 3e-2)]
    public void Every_way_of_transfer_learns(TransferMethod method, double rate)
    {
        var options = Options with { Method = method, LearningRate = rate, HeadLearningRate = 3e-2, PrefixLength = 4, Epochs = method == TransferMethod.Head ? 80 : 8 };

        var (classifier, history) = new TextClassifierTrainer(_model, options).Train(TinyReports.Rows(80), TinyReports.Rows(40, seed: 2), Classes);

        Assert.True(history.Best!.Value.Accuracy > 0.9, $"{method}: accuracy {history.Best.Value.Accuracy}");
        Assert.Equal(method, classifier.Configuration.Method);
        Assert.Equal(_model.Fingerprint, classifier.BaseModelFingerprint);
        Assert.Equal(Classes, classifier.Classes);
        Assert.Equal([2, 16], classifier.HeadWeight.Shape);
        Assert.Equal(method == TransferMethod.Head, classifier.Tensors.Count == 0);
        Assert.Equal(
            history.TrainableParameters, classifier.Tensors.Values.Append(classifier.HeadWeight).Append(classifier.HeadBias).Sum(tensor => (long)tensor.Values.Length));
        Assert.Equal((80, 40), (history.TrainingRows, history.ValidationRows));

        // What is handed out is what was measured.
        var loss = new CrossEntropyLoss([1, 1], 0);
        var rows = TinyReports.Rows(40, seed: 2);
        var measured = TorchScores.Logits(_model, classifier, rows).Zip(rows, (logits, row) => loss.Measure(logits, row.Labels)).Average();
        Assert.Equal(history.Best.Value.Loss, measured, 4);
    }

    [Theory]
    [InlineData("bert", "bert.", "classifier")]
    [InlineData("gpt2", "transformer.", "score")]
    [InlineData("llama", "", "score")]
    public void What_is_saved_has_the_names_that_PEFT_looks_for(string name, string prefix, string head)
    {
        var model = LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{name}"));
        var options = Options with { Epochs = 1, Rank = 1 };

        var classifier = new TextClassifierTrainer(model, options).Train(TinyReports.Rows(8), [], Classes).Classifier;
        var adapter = classifier.ToAdapter();

        Assert.Equal(model.Configuration.ModelType, classifier.BaseModelType);
        Assert.Equal(model.Configuration.KeyValueHeadCount, classifier.BaseModelKeyValueHeads);
        Assert.All(adapter.Configuration.TargetModules, module => Assert.Contains($"{module}.lora_A.weight", adapter.Tensors.Keys));
        Assert.All(classifier.Tensors.Keys, tensor => Assert.Contains(prefix + tensor, adapter.Tensors.Keys));
        Assert.Contains($"{head}.weight", adapter.Tensors.Keys);
        adapter.Save(_folder.File("adapter"));
        var config = JsonNode.Parse(File.ReadAllText(_folder.File("adapter/adapter_config.json")))!;
        Assert.Equal(name == "gpt2", (bool)config["fan_in_fan_out"]!);
        Assert.Equal([head], config["modules_to_save"]!.AsArray().Select(module => (string?)module));
    }

    [Fact]
    public void Rows_are_held_back_for_validation_where_none_are_given()
    {
        var history = Train(Options with { Epochs = 1, ValidationFraction = 0.25 }, TinyReports.Rows(80), null).History;

        Assert.Equal(80, history.TrainingRows + history.ValidationRows);
        Assert.InRange(history.ValidationRows, 14, 20);
        Assert.Equal(0, Train(Options with { Epochs = 1, ValidationFraction = 0 }, TinyReports.Rows(20), null).History.ValidationRows);
        Assert.Equal(0, Train(Options with { Epochs = 1 }, TinyReports.Rows(20), []).History.ValidationRows);
    }

    [Fact]
    public void The_same_seed_gives_the_same_classifier()
    {
        var first = Train(Options with { Epochs = 2 }, TinyReports.Rows(40), null).Classifier;
        var second = Train(Options with { Epochs = 2 }, TinyReports.Rows(40), null).Classifier;

        Weights.AssertSame(first.Tensors, second.Tensors);
        Assert.Equal(first.HeadWeight.Values, second.HeadWeight.Values);
    }

    [Fact]
    public void A_text_may_have_any_number_of_classes()
    {
        var random = new Random(1);
        TrainingExample[] rows = [.. Enumerable.Range(0, 120).Select(_ => Row(random.Next(4)))];
        var options = Options with { MultiLabel = true, Epochs = 15, LearningRate = 5e-3, HeadLearningRate = 3e-2, ClassWeighting = ClassWeighting.Balanced };

        var (classifier, history) = Train(options, rows, rows);

        Assert.True(classifier.IsMultiLabel);
        Assert.True(history.Best!.Value.Accuracy > 0.9, $"accuracy {history.Best.Value.Accuracy}");

        TrainingExample Row(int kind) => new(
            (kind & 1) == 0 ? (kind & 2) == 0 ? "lungs are clear" : "acute fracture" : (kind & 2) == 0 ? "pleural effusion" : "effusion and fracture",
            [.. Enumerable.Range(0, 2).Where(c => (kind & (1 << c)) != 0)]);
    }

    [Fact]
    public void Pairs_of_texts_are_learned_from_both()
    {
        var random = new Random(1);
        string[] words = ["effusion", "fracture", "nodule"];
        TrainingExample[] rows = [.. Enumerable.Range(0, 120).Select(_ =>
        {
            var (asked, found) = (words[random.Next(2)], random.Next(2));
            return new TrainingExample("is there evidence", found) { TextPair = found == 1 ? $"yes , {asked} seen" : $"no {asked}" };
        })];

        var (classifier, history) = Train(Options with { LearningRate = 5e-3, HeadLearningRate = 3e-2 }, rows, rows);

        Assert.True(classifier.HasPairs);
        Assert.True(history.Best!.Value.Accuracy > 0.9, $"accuracy {history.Best.Value.Accuracy}");
    }

    [Fact]
    public void Long_texts_are_read_in_windows()
    {
        TrainingExample[] rows = [.. TinyReports.Rows(20).Select(row => new TrainingExample(string.Concat(Enumerable.Repeat("the lungs are clear . ", 20)) + row.Text, row.Labels))];

        var (classifier, history) = Train(Options with { Epochs = 1, ChunkOverlap = 8 }, rows, null);

        Assert.Equal(20, history.ChunkedTexts);
        Assert.Equal((LongTextHandling.Chunk, 8), (classifier.LongText, classifier.ChunkOverlap));
    }

    [Fact]
    public void A_training_that_diverges_says_where_and_keeps_the_weights_from_before()
    {
        var options = Options with { Method = TransferMethod.Full, LearningRate = 1e30, HeadLearningRate = 1e30, MaximumGradientNorm = 0, WarmupRatio = 0, WeightDecay = 0 };

        var exception = Assert.Throws<TrainingDivergedException>(() => Train(options, TinyReports.Rows(40), TinyReports.Rows(10, 2)));

        Assert.True(exception.Step >= 1);
        Assert.Equal(1, exception.Epoch);
        Assert.Contains($"step {exception.Step} in epoch 1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(TrainingEndReason.Diverged, exception.Result.History.EndReason);
        Assert.All(exception.Result.Classifier.Tensors.Values, tensor => Assert.All(tensor.Values, value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void Wrong_rows_are_refused_with_the_row_and_never_with_the_text()
    {
        Refused("train", "no training rows", []);
        Refused("train", "Row 1 of the train rows has the label 2; with 2 classes it must be 0 to 1", [new("secret", 0), new("secret", 2), new("secret", 1)]);
        Refused("train", "label -1", [new("secret", -1), new("secret", 1)]);
        Refused("train", "All 2 training rows are of the class 'yes'", [new("secret", 1), new("other", 1)]);
        Refused("train", "has 2 labels", [new("secret", [0, 1]), new("secret", 1)]);
        Refused("train", "has 0 labels", [new("secret", []), new("secret", 1)]);
        Refused("train", "Row 1 of the train rows has a second text", [new("secret", 0), new("secret", 1) { TextPair = "b" }]);
        Refused("train", "no training rows of the class 'c'", [new("secret", 0), new("secret", 1)], ["a", "b", "c"]);
        Refused("validation", "Row 0 of the validation rows has the label 5", TinyReports.Rows(4), validation: [new("secret", 5)]);
        Refused("classes", "2 classes or more", TinyReports.Rows(4), ["a"]);
        Refused("classes", "'a' occurs more than once", TinyReports.Rows(4), ["a", "a"]);
        Refused("classes", "must not be empty", TinyReports.Rows(4), ["a", ""]);
    }

    [Fact]
    public void Options_that_do_not_go_with_the_model_are_refused()
    {
        Assert.Contains("MaximumLength", Error(Options with { MaximumLength = 4000 }), StringComparison.Ordinal);
        Assert.Contains("wrong", Error(Options with { PromptName = "wrong" }), StringComparison.Ordinal);
        Assert.Contains("nowhere", Error(Options with { TargetModules = ["nowhere"] }), StringComparison.Ordinal);

        string Error(FineTuningOptions options) => Assert.ThrowsAny<ArgumentException>(() => Train(options, TinyReports.Rows(8), null)).Message;
    }

    public void Dispose() => _folder.Dispose();

    private FineTuningResult Train(FineTuningOptions options, IReadOnlyList<TrainingExample> train, IReadOnlyList<TrainingExample>? validation) =>
        new TextClassifierTrainer(_model, options).Train(train, validation, Classes);

    private void Refused(
        string parameter, string message, TrainingExample[] train, string[]? classes = null, TrainingExample[]? validation = null)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => new TextClassifierTrainer(_model, Options).Train(train, validation, classes ?? Classes));
        Assert.Equal(parameter, exception.ParamName);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }
}
