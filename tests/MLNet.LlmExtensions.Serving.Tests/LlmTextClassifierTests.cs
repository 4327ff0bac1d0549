using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.ML;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Serving.Tests;

public sealed class LlmTextClassifierTests(SavedReports fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(SavedReports.Frozen))]
    [InlineData(nameof(SavedReports.FineTuned))]
    public async Task Answers_are_those_of_a_prediction_engine(string name)
    {
        await using var services = Services(Path(name));
        var classifier = services.GetRequiredKeyedService<LlmTextClassifier>("reports");
        using var engine = SavedReports.Ml.Model.CreatePredictionEngine<Report, Scored>(SavedReports.Ml.Model.Load(Path(name), out _));

        var answers = await classifier.ClassifyAsync(SavedReports.Texts, Cancellation);

        Assert.Equal(SavedReports.Texts.Length, answers.Count);
        foreach (var (text, answer) in SavedReports.Texts.Zip(answers))
        {
            var expected = engine.Predict(new Report { Text = text }).Score;
            Assert.Equal(["effusion", "fracture", "normal"], answer.Probabilities.Keys.Order());
            Assert.Equal(answer.Probabilities.MaxBy(pair => pair.Value).Key, answer.Label);
            Assert.Equal(answer.Probabilities[answer.Label], answer.Probability);
            foreach (var (probability, wanted) in answer.Probabilities.Values.Zip(expected))
            {
                Assert.Equal(wanted, probability, 1e-5f);
            }
        }
    }

    [Theory]
    [InlineData(nameof(SavedReports.FrozenBinary))]
    [InlineData(nameof(SavedReports.FineTunedBinary))]
    public async Task Yes_or_no_has_two_classes(string name)
    {
        await using var services = Services(Path(name));
        var classifier = services.GetRequiredKeyedService<LlmTextClassifier>("reports");
        using var engine = SavedReports.Ml.Model.CreatePredictionEngine<Report, ScoredBinary>(SavedReports.Ml.Model.Load(Path(name), out _));

        foreach (var text in SavedReports.Texts)
        {
            var answer = await classifier.ClassifyAsync(text, Cancellation);
            var expected = engine.Predict(new Report { Text = text });
            Assert.Equal(expected.PredictedLabel.ToString(), answer.Label);
            Assert.Equal(expected.Probability, answer.Probabilities["True"], 1e-5f);
            Assert.Equal(1 - expected.Probability, answer.Probabilities["False"], 1e-5f);
        }
    }

    [Fact]
    public async Task Callers_side_by_side_get_their_own_answers()
    {
        await using var services = Services(fixture.Frozen);
        var classifier = services.GetRequiredKeyedService<LlmTextClassifier>("reports");
        var expected = (await classifier.ClassifyAsync(SavedReports.Texts, Cancellation)).Select(answer => answer.Probability).ToArray();

        await Parallel.ForAsync(0, 400, Cancellation, async (i, cancellation) =>
        {
            var text = i % SavedReports.Texts.Length;
            var answer = await classifier.ClassifyAsync(SavedReports.Texts[text], cancellation);
            Assert.Equal(expected[text], answer.Probability, 1e-5f);
        });
    }

    [Fact]
    public async Task Fifty_classifiers_answer_each_as_if_alone()
    {
        var collection = new ServiceCollection();
        var paths = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            var data = SavedReports.Ml.Data.LoadFromEnumerable(Reports.Create(30, seed: i));
            paths.Add(fixture.Save($"one-of-many-{i}", SavedReports.Ml.Transforms.Conversion.MapValueToKey("Label")
                .Append(fixture.Embedding())
                .Append(SavedReports.Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l2Regularization: 0.01f * (i + 1))).Fit(data)));
            collection.AddLlmTextClassifier($"{i}", OnCpu(paths[i]));
        }

        await using var services = collection.BuildServiceProvider();

        await Parallel.ForAsync(0, 50, Cancellation, async (i, cancellation) =>
        {
            var answers = await services.GetRequiredKeyedService<LlmTextClassifier>($"{i}").ClassifyAsync(SavedReports.Texts, cancellation);
            await using var alone = Services(paths[i]);
            var expected = await alone.GetRequiredKeyedService<LlmTextClassifier>("reports").ClassifyAsync(SavedReports.Texts, cancellation);
            foreach (var (one, other) in expected.Zip(answers))
            {
                Assert.Equal(one.Label, other.Label);
                Assert.Equal(one.Probability, other.Probability, 1e-5f);
            }
        });
    }

    [Fact]
    public async Task A_text_that_is_too_long_or_missing_is_refused()
    {
        await using var services = Services(fixture.Frozen, options => options.MaximumTextLength = 10);
        var classifier = services.GetRequiredKeyedService<LlmTextClassifier>("reports");

        Assert.Contains("11 characters", (await Assert.ThrowsAsync<ArgumentException>(() => classifier.ClassifyAsync(new string('a', 11), Cancellation))).Message, StringComparison.Ordinal);
        _ = await Assert.ThrowsAsync<ArgumentException>(() => classifier.ClassifyAsync(["a", null!], Cancellation));
        Assert.NotEmpty((await classifier.ClassifyAsync("lungs", Cancellation)).Label);
    }

    [Theory]
    [InlineData("nothing.zip", typeof(FileNotFoundException), "ModelPath")]
    [InlineData("garbage.zip", typeof(InvalidDataException), "garbage.zip")]
    public async Task A_file_that_is_no_model_is_named(string name, Type type, string part)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(fixture.Frozen)!, name);
        if (name == "garbage.zip")
        {
            await File.WriteAllTextAsync(path, "no model", Cancellation);
        }

        await using var services = Services(path);

        var exception = await Assert.ThrowsAnyAsync<Exception>(
            () => services.GetRequiredKeyedService<LlmTextClassifier>("reports").ClassifyAsync("a", Cancellation));

        Assert.IsType(type, exception);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_the_text_column_names_what_it_has()
    {
        await using var services = Services(fixture.Frozen, options => options.TextColumnName = "Findings");

        var exception = await Assert.ThrowsAsync<InvalidDataException>(
            () => services.GetRequiredKeyedService<LlmTextClassifier>("reports").ClassifyAsync("a", Cancellation));

        Assert.Contains("'Findings'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'Text'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_no_classifier_names_what_it_gives()
    {
        await using var services = Services(fixture.Save("embedding", fixture.Embedding().Fit(SavedReports.Data)));

        var exception = await Assert.ThrowsAsync<InvalidDataException>(
            () => services.GetRequiredKeyedService<LlmTextClassifier>("reports").ClassifyAsync("a", Cancellation));

        Assert.Contains("no classifier", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'Features'", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Mistakes => [.. WrongOptions.Keys];

    private static readonly Dictionary<string, Action<LlmTextClassifierOptions>> WrongOptions = new()
    {
        [nameof(LlmTextClassifierOptions.ModelPath)] = options => options.ModelPath = "",
        [nameof(LlmTextClassifierOptions.TextColumnName)] = options => options.TextColumnName = "",
        [nameof(LlmTextClassifierOptions.ScoreColumnName)] = options => options.ScoreColumnName = "",
        [nameof(LlmTextClassifierOptions.ProbabilityColumnName)] = options => options.ProbabilityColumnName = "",
        [nameof(LlmTextClassifierOptions.ReloadInterval)] = options => options.ReloadInterval = TimeSpan.Zero,
        [nameof(LlmServiceOptions.MaximumBatchSize)] = options => options.MaximumBatchSize = 0,
        [nameof(LlmServiceOptions.MaximumDelay)] = options => options.MaximumDelay = TimeSpan.FromMinutes(2),
        [nameof(LlmServiceOptions.MaximumQueueLength)] = options => options.MaximumQueueLength = 1,
        [nameof(LlmServiceOptions.MaximumTextLength)] = options => options.MaximumTextLength = 0,
        [nameof(LlmServiceOptions.IntraOpThreads)] = options => options.IntraOpThreads = 0,
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_wrong_option_is_named_with_its_service(string option)
    {
        await using var services = Services("model.zip", WrongOptions[option]);

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredKeyedService<LlmTextClassifier>("reports"));

        Assert.Contains($"'reports': {option} ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_can_be_registered_once()
    {
        var collection = new ServiceCollection().AddLlmTextClassifier("a");

        _ = Assert.Throws<ArgumentException>(() => collection.AddLlmEmbeddings("a"));
    }

    internal static Action<LlmTextClassifierOptions> OnCpu(string path) => options =>
    {
        options.ModelPath = path;
        options.Device = DevicePreference.Cpu;
        options.IntraOpThreads = 1;
        options.MaximumDelay = TimeSpan.FromMilliseconds(1);
    };

    private static ServiceProvider Services(string path, Action<LlmTextClassifierOptions>? configure = null) =>
        new ServiceCollection().AddLlmTextClassifier("reports", OnCpu(path) + configure).BuildServiceProvider();

    private string Path(string name) => (string)typeof(SavedReports).GetProperty(name)!.GetValue(fixture)!;

    internal sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class ScoredBinary
    {
        public bool PredictedLabel { get; set; }

        public float Probability { get; set; }
    }
}
