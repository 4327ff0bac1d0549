using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Tests.Shared;
using static MLNet.LlmExtensions.Inference.Tests.EmbedderFixture;

namespace MLNet.LlmExtensions.Inference.Tests.Classification;

/// <summary>Many classifiers on one loaded base model.</summary>
public sealed class SharedBaseTests(EmbedderFixture fixture) : IClassFixture<EmbedderFixture>
{
    private static readonly TextClassifierOptions OnCpu = new() { Device = DevicePreference.Cpu, IntraOpThreads = 1 };

    [Fact]
    public void Fifty_classifiers_share_one_session_and_each_answers_as_if_alone()
    {
        var trained = Enumerable.Range(0, 50)
            .Select(i => RandomClassifier.Create(fixture.Model, Lora(rank: 1 + (i % 8)), seed: i, classes: 2 + (i % 3)))
            .ToArray();
        var alone = trained.Select(one =>
        {
            using var classifier = new TextClassifier(fixture.Model, one, OnCpu);
            return classifier.Predict(Text(17));
        }).ToArray();

        var classifiers = trained.Select(one => new TextClassifier(fixture.Model, one, OnCpu)).ToArray();
        try
        {
            Assert.All(classifiers, classifier => Assert.Same(classifiers[0].Session, classifier.Session));
            for (var round = 0; round < 3; round++)
            {
                foreach (var (index, classifier) in classifiers.Index())
                {
                    VectorAssert.Near(alone[index], classifier.Predict(Text(17)));
                }
            }

            // What a classifier adds is its adapter.
            Assert.All(
                classifiers.Index(),
                entry => Assert.Equal(trained[entry.Index].Tensors.Values.Sum(tensor => (long)tensor.Values.Length), entry.Item.AdapterLength));
        }
        finally
        {
            Array.ForEach(classifiers, classifier => classifier.Dispose());
        }
    }

    [Fact]
    public void The_base_is_freed_with_the_last_classifier_and_opened_again_by_the_next()
    {
        var trained = RandomClassifier.Create(fixture.Model, Lora(rank: 3), seed: 1);
        var first = new TextClassifier(fixture.Model, trained, OnCpu);
        var second = new TextClassifier(fixture.Model, trained, OnCpu);
        var session = first.Session;
        var expected = first.Predict(Text(5));

        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.Predict("a"));
        VectorAssert.Near(expected, second.Predict(Text(5)));

        second.Dispose();
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(session.Enter);
        using var third = new TextClassifier(fixture.Model, trained, OnCpu);
        Assert.NotSame(session, third.Session);
        VectorAssert.Near(expected, third.Predict(Text(5)));
    }

    [Fact]
    public void The_same_model_in_another_folder_is_the_same_base()
    {
        using var folder = new TemporaryFolder();
        var copy = LanguageModel.FromPretrained(TinyBert.Create(folder.File("copy")));
        var trained = RandomClassifier.Create(fixture.Model, Lora(rank: 3), seed: 2);
        using var here = new TextClassifier(fixture.Model, trained, OnCpu);
        using var there = new TextClassifier(copy, trained, OnCpu);

        Assert.Same(here.Session, there.Session);
    }

    [Fact]
    public void Heads_share_the_plain_graph_and_trained_layers_share_nothing()
    {
        var head = new TransferConfiguration { Method = TransferMethod.Head };
        var last = new TransferConfiguration { Method = TransferMethod.LastLayers, LastLayers = 1 };
        using var first = new TextClassifier(fixture.Model, RandomClassifier.Create(fixture.Model, head, seed: 3), OnCpu);
        using var second = new TextClassifier(fixture.Model, RandomClassifier.Create(fixture.Model, head, seed: 4), OnCpu);
        using var third = new TextClassifier(fixture.Model, RandomClassifier.Create(fixture.Model, last, seed: 5), OnCpu);
        using var fourth = new TextClassifier(fixture.Model, RandomClassifier.Create(fixture.Model, last, seed: 5), OnCpu);

        Assert.Same(first.Session, second.Session);
        Assert.NotSame(first.Session, third.Session);
        Assert.NotSame(third.Session, fourth.Session);
    }

    [Fact]
    public void Threads_on_several_classifiers_get_what_one_gets()
    {
        var classifiers = Enumerable.Range(0, 4)
            .Select(i => new TextClassifier(fixture.Model, RandomClassifier.Create(fixture.Model, Lora(rank: 2), seed: i), OnCpu))
            .ToArray();
        var texts = Enumerable.Range(0, 120).Select(i => Text(i % 60, i)).ToArray();
        var expected = classifiers.Select(classifier => classifier.Predict(texts)).ToArray();

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, caller =>
        {
            for (var i = caller; i < texts.Length; i += 4)
            {
                var one = (i + caller) % classifiers.Length;
                VectorAssert.Near(expected[one][i], classifiers[one].Predict(texts[i]));
            }
        });
        Array.ForEach(classifiers, classifier => classifier.Dispose());
    }

    [Fact]
    public async Task A_call_that_is_running_finishes_although_its_classifier_is_disposed()
    {
        var classifier = new TextClassifier(
            fixture.Model, RandomClassifier.Create(fixture.Model, Lora(rank: 2), seed: 6), OnCpu with { TokenBudget = 64 });
        using var started = new ManualResetEventSlim();
        var texts = Enumerable.Range(0, 30_000).Select(i => Text(30, i)).ToArray();
        var running = Task.Run(() => classifier.Predict(texts, new CallbackProgress(started.Set)));
        started.Wait(TimeSpan.FromMinutes(1));

        classifier.Dispose();

        Assert.Throws<ObjectDisposedException>(() => classifier.Predict("lungs"));
        Assert.Equal(texts.Length, (await running).Length);
    }

    private static TransferConfiguration Lora(int rank) => new() { Lora = new LoraConfiguration { Rank = rank } };

    private sealed class CallbackProgress(Action callback) : IProgress<EmbeddingProgress>
    {
        public void Report(EmbeddingProgress value) => callback();
    }
}
