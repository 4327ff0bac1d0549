using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using static MLNet.LlmExtensions.Inference.Tests.EmbedderFixture;

namespace MLNet.LlmExtensions.Inference.Tests.Classification;

public sealed class TextClassifierTests(EmbedderFixture fixture) : IClassFixture<EmbedderFixture>
{
    // TinyBert has 48 positions; [CLS] and [SEP] take two.
    private const int Capacity = 46;

    private static readonly TransferConfiguration Lora = new() { Lora = new LoraConfiguration { Rank = 4 } };
    private static readonly TextClassifierOptions OnCpu = new() { Device = DevicePreference.Cpu, IntraOpThreads = 1 };

    public static TheoryData<string, TransferConfiguration> Configurations => new()
    {
        { "LoRA", Lora },
        { "LoRA at two modules", new() { Lora = new() { TargetModules = ["query", "value"] } } },
        { "rsLoRA, ranks and alphas by pattern", new() { Lora = new() { UseRsLora = true, RankPattern = new Dictionary<string, int> { ["key"] = 2 }, AlphaPattern = new Dictionary<string, double> { ["query"] = 3 } } } },
        { "DoRA", new() { Lora = new() { UseDora = true } } },
        { "LoRA with all biases", new() { Lora = new() { Bias = AdapterBias.All } } },
        { "LoRA with a module in full", new() { Lora = new() { TargetModules = ["query"], ModulesToSave = ["1.output.dense"] } } },
        { "prefix", new() { Method = TransferMethod.Prefix, PrefixLength = 5 } },
        { "head", new() { Method = TransferMethod.Head } },
        { "last layer", new() { Method = TransferMethod.LastLayers, LastLayers = 1 } },
        { "all layers", new() { Method = TransferMethod.Full } },
    };

    [Theory]
    [MemberData(nameof(Configurations), DisableDiscoveryEnumeration = true)]
    public void Probabilities_are_those_of_the_graph_as_it_was_trained(string name, TransferConfiguration configuration)
    {
        foreach (var pooling in (PoolingMode?[])[null, PoolingMode.Cls])
        {
            var trained = RandomClassifier.Create(fixture.Model, configuration, seed: name.Length, pooling: pooling);
            using var reference = new ReferenceClassifier(fixture.Model, trained);
            using var classifier = new TextClassifier(fixture.Model, trained, OnCpu);
            string[] texts = [Text(1), Text(20, 2), Text(Capacity, 3), ""];

            var probabilities = classifier.Predict(texts);

            for (var i = 0; i < texts.Length; i++)
            {
                VectorAssert.Near(reference.Predict(texts[i]), probabilities[i], 1e-5f);
                VectorAssert.Near(probabilities[i], classifier.Predict(texts[i]), 1e-5f);
                Assert.Equal(1, probabilities[i].Sum(), 1e-5f);
            }

            Assert.NotEqual(probabilities[0], probabilities[1]);
        }
    }

    [Fact]
    public void An_adapter_changes_what_the_head_sees()
    {
        var trained = RandomClassifier.Create(fixture.Model, Lora, seed: 1);
        using var adapted = new TextClassifier(fixture.Model, trained, OnCpu);
        using var bare = new TextClassifier(fixture.Model, Copy(trained, new TransferConfiguration { Method = TransferMethod.Head }), OnCpu);

        var difference = adapted.Predict(Text(9)).Zip(bare.Predict(Text(9))).Max(pair => MathF.Abs(pair.First - pair.Second));

        Assert.True(difference > 0.01f, $"{difference}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(100_000)]
    public void A_text_has_the_same_probabilities_alone_and_in_any_batch(int tokenBudget)
    {
        using var classifier = new TextClassifier(
            fixture.Model, RandomClassifier.Create(fixture.Model, Lora, seed: 2), OnCpu with { TokenBudget = tokenBudget });
        var texts = Enumerable.Range(0, 60).Select(i => Text(i % 60, seed: i)).ToArray();
        var alone = texts.Select(classifier.Predict).ToArray();

        var together = classifier.Predict(texts);

        for (var i = 0; i < texts.Length; i++)
        {
            VectorAssert.Near(alone[i], together[i]);
        }
    }

    [Fact]
    public void The_scores_of_a_long_text_are_the_mean_over_its_windows()
    {
        var trained = RandomClassifier.Create(fixture.Model, Lora, seed: 3);
        using var reference = new ReferenceClassifier(fixture.Model, trained);
        using var classifier = new TextClassifier(fixture.Model, trained, OnCpu);
        var words = WordList(130);

        // Windows of 46 words that share 10 and cover 130: four, spread evenly over the 84 words that one window leaves.
        var scores = new int[] { 0, 28, 56, 84 }.Select(start => reference.Scores(string.Join(' ', words[start..(start + Capacity)]))).ToArray();
        var mean = Enumerable.Range(0, 3).Select(index => scores.Average(window => window[index])).ToArray();

        VectorAssert.Near(reference.Probabilities(mean), classifier.Predict(string.Join(' ', words)));
        Assert.Equal(1, classifier.Statistics.ChunkedTexts);
    }

    [Fact]
    public void Several_classes_at_once_have_a_sigmoid_each()
    {
        var trained = RandomClassifier.Create(fixture.Model, Lora, seed: 4, classes: 7, multiLabel: true);
        using var reference = new ReferenceClassifier(fixture.Model, trained);
        using var classifier = new TextClassifier(fixture.Model, trained, OnCpu);

        VectorAssert.Near(reference.Predict(Text(12)), classifier.Predict(Text(12)));
        Assert.NotEqual(1, classifier.Predict(Text(12)).Sum(), 1e-2f);
    }

    [Fact]
    public void A_prompt_is_put_before_each_text()
    {
        var trained = RandomClassifier.Create(fixture.Model, Lora, seed: 5, prompt: "normal heart: ");
        using var reference = new ReferenceClassifier(fixture.Model, trained);
        using var classifier = new TextClassifier(fixture.Model, trained, OnCpu);

        VectorAssert.Near(reference.Predict("small effusion"), classifier.Predict("small effusion"));
    }

    [Fact]
    public void Pairs_are_read_with_their_types_and_beside_single_texts_of_another_classifier()
    {
        var trained = RandomClassifier.Create(fixture.Model, Lora, seed: 6, pairs: true, prompt: "no ");
        using var reference = new ReferenceClassifier(fixture.Model, trained);
        using var classifier = new TextClassifier(fixture.Model, trained, OnCpu);
        var single = RandomClassifier.Create(fixture.Model, Lora, seed: 7);
        using var singleReference = new ReferenceClassifier(fixture.Model, single);
        using var singles = new TextClassifier(fixture.Model, single, OnCpu);
        Assert.Same(classifier.Session, singles.Session);
        string[] first = [Text(3), Text(20, 1), "", Text(1)];
        string[] second = [Text(5, 4), Text(9, 5), Text(4, 6), ""];

        for (var round = 0; round < 2; round++)
        {
            var probabilities = classifier.PredictPairs(first, second);
            for (var i = 0; i < first.Length; i++)
            {
                VectorAssert.Near(reference.Predict(first[i], second[i]), probabilities[i]);
                VectorAssert.Near(probabilities[i], classifier.Predict(first[i], second[i]));
            }

            // The buffers that held the pairs' types serve single texts next.
            VectorAssert.Near(singleReference.Predict(Text(30)), singles.Predict(Text(30)));
        }
    }

    [Fact]
    public void The_longer_text_of_a_pair_is_read_in_windows_beside_the_shorter_one()
    {
        var trained = RandomClassifier.Create(fixture.Model, Lora, seed: 8, pairs: true);
        using var reference = new ReferenceClassifier(fixture.Model, trained);
        using var classifier = new TextClassifier(fixture.Model, trained, OnCpu);
        var question = Text(5);
        var words = WordList(70, 1);

        // 48 less three special tokens and the question leave 40 words: two windows of them cover 70 and share 10.
        double[][] scores = [reference.Scores(question, string.Join(' ', words[..40])), reference.Scores(question, string.Join(' ', words[30..]))];

        VectorAssert.Near(
            reference.Probabilities([.. Enumerable.Range(0, 3).Select(index => scores.Average(window => window[index]))]),
            classifier.Predict(question, string.Join(' ', words)));
    }

    [Fact]
    public void Pairs_and_single_texts_are_not_mixed_up()
    {
        using var pairs = new TextClassifier(fixture.Model, RandomClassifier.Create(fixture.Model, Lora, seed: 9, pairs: true), OnCpu);
        using var singles = new TextClassifier(fixture.Model, RandomClassifier.Create(fixture.Model, Lora, seed: 9), OnCpu);

        Assert.Contains("second text", Assert.Throws<InvalidOperationException>(() => pairs.Predict("a")).Message, StringComparison.Ordinal);
        Assert.Contains("single texts", Assert.Throws<InvalidOperationException>(() => singles.Predict("a", "b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => pairs.PredictPairs(["a", "b"], ["c"]));
    }

    [Fact]
    public void Int8_below_an_adapter_stays_close_to_float32()
    {
        // Wider than the other tests' model: rounding errors average out over a layer's inputs.
        using var folder = new TemporaryFolder();
        var model = LanguageModel.FromPretrained(TinyBert.Create(folder.File("wide"), hidden: 128));
        var trained = RandomClassifier.Create(model, new() { Lora = new() { UseDora = true } }, seed: 10);
        var small = Copy(trained, trained.Configuration, new DenseTensor([3, 128], [.. trained.HeadWeight.Values.Select(value => value * 0.1f)]));
        using var full = new TextClassifier(model, small, OnCpu);
        using var quantised = new TextClassifier(model, small, OnCpu with { Precision = WeightPrecision.Int8 });
        Assert.NotSame(full.Session, quantised.Session);

        for (var words = 1; words < 40; words += 6)
        {
            VectorAssert.Near(full.Predict(Text(words)), quantised.Predict(Text(words)), 0.05f);
            Assert.NotEqual(full.Predict(Text(words)), quantised.Predict(Text(words)));
        }
    }

    [Fact]
    public void Another_base_model_is_refused_by_both_fingerprints_unless_it_is_accepted()
    {
        using var folder = new TemporaryFolder();
        var other = LanguageModel.FromPretrained(TinyBert.Create(folder.File("other"), seed: 2));
        var trained = RandomClassifier.Create(fixture.Model, Lora, seed: 11);

        var exception = Assert.Throws<InvalidDataException>(() => new TextClassifier(other, trained, OnCpu));

        Assert.Contains(fixture.Model.Fingerprint, exception.Message, StringComparison.Ordinal);
        Assert.Contains(other.Fingerprint, exception.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(TextClassifierOptions.AcceptOtherBaseModel), exception.Message, StringComparison.Ordinal);
        using var accepted = new TextClassifier(other, trained, OnCpu with { AcceptOtherBaseModel = true });
        Assert.Equal(1, accepted.Predict(Text(4)).Sum(), 1e-5f);
    }

    [Fact]
    public void Tensors_of_another_shape_are_refused()
    {
        using var folder = new TemporaryFolder();
        var wider = LanguageModel.FromPretrained(TinyBert.Create(folder.File("wider"), hidden: 20));
        var trained = RandomClassifier.Create(fixture.Model, Lora, seed: 12);
        var head = Copy(trained, new TransferConfiguration { Method = TransferMethod.Head });
        var accept = OnCpu with { AcceptOtherBaseModel = true };

        Assert.Throws<InvalidDataException>(() => new TextClassifier(wider, trained, accept));
        Assert.Contains("16 dimensions", Assert.Throws<InvalidDataException>(() => new TextClassifier(wider, head, accept)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(
            () => new TextClassifier(fixture.Model, Copy(trained, trained.Configuration, new DenseTensor([2, 16], new float[32])), OnCpu));
    }

    [Fact]
    public void A_destination_of_the_wrong_size_is_refused()
    {
        using var classifier = new TextClassifier(fixture.Model, RandomClassifier.Create(fixture.Model, Lora, seed: 13), OnCpu);

        var exception = Assert.Throws<ArgumentException>(() => classifier.Predict(["a", "b"], new float[5]));

        Assert.Contains("6 numbers, not 5", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_is_cancelled_between_batches()
    {
        using var source = new CancellationTokenSource();
        using var classifier = new TextClassifier(
            fixture.Model, RandomClassifier.Create(fixture.Model, Lora, seed: 14), OnCpu with { TokenBudget = 8 });
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => classifier.Predict([Text(4)], null, source.Token));
        Assert.Equal(1, classifier.Predict(Text(4)).Sum(), 1e-5f);
    }

    [Fact]
    public void Steady_state_allocates_next_to_nothing()
    {
        using var classifier = new TextClassifier(fixture.Model, RandomClassifier.Create(fixture.Model, Lora, seed: 15), OnCpu);
        var texts = Enumerable.Range(0, 400).Select(i => Text(i % 40, i)).ToArray();
        var destination = new float[texts.Length * 3];

        // The steady state begins when buffers have grown and the runtime has compiled the code for good, in the background.
        var perText = double.MaxValue;
        for (var round = 0; round < 100 && perText >= 60; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            classifier.Predict(texts, destination);
            perText = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)texts.Length;
        }

        Assert.True(perText < 60, $"{perText:F1} bytes for each text");
    }

    private static FineTunedClassifier Copy(FineTunedClassifier trained, TransferConfiguration configuration, DenseTensor? headWeight = null) => new()
    {
        BaseModelFolder = trained.BaseModelFolder,
        BaseModelFingerprint = trained.BaseModelFingerprint,
        Configuration = configuration,
        MaximumLength = trained.MaximumLength,
        Classes = trained.Classes,
        HeadWeight = headWeight ?? trained.HeadWeight,
        HeadBias = trained.HeadBias,
        Tensors = configuration.Method == TransferMethod.Head ? new Dictionary<string, DenseTensor>() : trained.Tensors,
    };
}
