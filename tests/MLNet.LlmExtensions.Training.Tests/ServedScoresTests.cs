using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Tests.Support;

namespace MLNet.LlmExtensions.Training.Tests;

/// <summary>What libtorch trained is what ONNX Runtime serves, also from files.</summary>
public sealed class ServedScoresTests : IDisposable
{
    private const float Tolerance = 1e-4f;

    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;

    public ServedScoresTests() => _model = LanguageModel.FromPretrained(TinyBert.Create(_folder.File("model")));

    public static TheoryData<string, FineTuningOptions> Ways => new()
    {
        { "LoRA", new() { Method = TransferMethod.Lora } },
        { "rsLoRA with biases", new() { UseRsLora = true, Bias = AdapterBias.LoraOnly, TargetModules = ["query", "value"] } },
        { "DoRA", new() { UseDora = true, RankPattern = new Dictionary<string, int> { ["query"] = 2 } } },
        { "head", new() { Method = TransferMethod.Head } },
        { "last layers", new() { Method = TransferMethod.LastLayers, LastLayers = 1 } },
        { "all layers", new() { Method = TransferMethod.Full } },
        { "prefix", new() { Method = TransferMethod.Prefix, PrefixLength = 3 } },
        { "another pooling, prompt and length", new() { Pooling = PoolingMode.Max, Prompt = "findings : ", MaximumLength = 20, ChunkOverlap = 4 } },
        { "truncation", new() { LongText = LongTextHandling.Truncate, MaximumLength = 12 } },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Scores_through_TorchSharp_and_through_ONNX_Runtime_agree(string way, FineTuningOptions options)
    {
        var rows = TinyReports.Rows(40);

        var (classifier, scores) = TrainAndScore(options, rows, ["no", "yes"], Softmax);

        Assert.True(scores.SelectMany(row => row).Max() > 0.6f, $"{way}: nothing was learned");
        AssertServed(classifier, scores, rows);
    }

    [Fact]
    public void So_do_those_of_several_labels_a_text()
    {
        TrainingExample[] rows = [.. TinyReports.Rows(40).Select((row, i) => new TrainingExample(row.Text, i % 4 == 0 ? [.. row.Labels, 2] : row.Labels))];

        var (classifier, scores) = TrainAndScore(new() { MultiLabel = true }, rows, ["no", "yes", "fourth"], Sigmoid);

        AssertServed(classifier, scores, rows);
    }

    [Fact]
    public void So_do_those_of_pairs()
    {
        TrainingExample[] rows = [.. TinyReports.Rows(40).Select((row, i) => new TrainingExample("is there evidence ?", row.Labels)
        {
            TextPair = i % 5 == 0 ? string.Concat(Enumerable.Repeat(row.Text, 8)) : row.Text,
        })];

        var (classifier, scores) = TrainAndScore(new() { ChunkOverlap = 6 }, rows, ["no", "yes"], Softmax);

        AssertServed(classifier, scores, rows);
    }

    public void Dispose() => _folder.Dispose();

    private (FineTunedClassifier Classifier, float[][] Scores) TrainAndScore(
        FineTuningOptions options, TrainingExample[] rows, string[] classes, Func<float[], float[]> activation)
    {
        options = options with { Epochs = 4, LearningRate = 5e-3, HeadLearningRate = 2e-2, Device = DevicePreference.Cpu, Threads = 1 };
        var classifier = new TextClassifierTrainer(_model, options).Train(rows, [], classes).Classifier;
        return (classifier, [.. TorchScores.Logits(_model, classifier, rows).Select(activation)]);
    }

    private void AssertServed(FineTunedClassifier classifier, float[][] expected, TrainingExample[] rows)
    {
        classifier.Save(_folder.File("classifier"));
        foreach (var served in (FineTunedClassifier[])[classifier, FineTunedClassifier.Load(_folder.File("classifier"))])
        {
            using var predictor = new TextClassifier(_model, served, new TextClassifierOptions { Device = DevicePreference.Cpu, IntraOpThreads = 1 });
            var actual = served.HasPairs
                ? predictor.PredictPairs([.. rows.Select(row => row.Text)], [.. rows.Select(row => row.TextPair)])
                : predictor.Predict([.. rows.Select(row => row.Text)]);
            for (var row = 0; row < rows.Length; row++)
            {
                Assert.Equal(expected[row], actual[row], (x, y) => Math.Abs(x - y) < Tolerance);
            }
        }
    }

    private static float[] Softmax(float[] logits)
    {
        var exponentials = logits.Select(logit => Math.Exp(logit - logits.Max())).ToArray();
        return [.. exponentials.Select(value => (float)(value / exponentials.Sum()))];
    }

    private static float[] Sigmoid(float[] logits) => [.. logits.Select(logit => (float)(1 / (1 + Math.Exp(-logit))))];
}
