using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Tokenization.Windows;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Sentences;
using MLNet.LlmExtensions.Training.Tests.Pretraining;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Sentences;

public sealed class SentenceEmbeddingTrainerTests : IDisposable
{
    private static readonly SentencePair[] Pairs =
    [
        new("no pleural effusion is seen .", "effusion not seen ."),
        new("there is a small left pneumothorax .", "left pneumothorax , small ."),
        new("lungs are clear .", "clear lungs ."),
        new("acute fracture of the right lung .", "the right lung is acute ."),
        new("the heart size is normal .", "normal heart ."),
        new("chronic edema , stable and unchanged .", "edema unchanged ."),
        new("large right opacity .", "opacity , right and large ."),
        new("mild edema is seen .", "edema is mild ."),
    ];

    private readonly TemporaryFolder _folder = new();

    private static SentenceTrainingOptions Options => new()
    {
        Epochs = 40,
        LearningRate = 3e-3,
        MaximumBatchSize = 4,
        Device = DevicePreference.Cpu,
        Threads = 1,
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TransferMethod.Full)]
    [InlineData(TransferMethod.Lora)]
    public void Pairs_that_belong_together_come_together(TransferMethod method)
    {
        var model = TinyModels.Bert(_folder);
        var options = Options with { Transfer = new TransferConfiguration { Method = method }, MaximumBatchSize = 8, LearningRate = method == TransferMethod.Lora ? 2e-2 : 3e-3 };
        var result = new SentenceEmbeddingTrainer(model, options).Train(Pairs, Pairs);

        var evaluations = result.History.Evaluations;
        Assert.True(evaluations[^1].Loss < 0.3 * result.History.Steps[0].Loss, $"{result.History.Steps[0].Loss} to {evaluations[^1].Loss}");
        Assert.Equal(1, evaluations[^1].Accuracy);
    }

    [Fact]
    public void What_is_saved_is_an_encoder_with_the_vectors_that_were_trained()
    {
        // A model that was trained on hidden words before: its head goes.
        var untrained = TinyModels.Bert(_folder);
        new LanguageModelTrainer(untrained, new PretrainingOptions { MaximumLength = 24, MaximumSteps = 2, ValidationFraction = 0, Device = DevicePreference.Cpu })
            .Train(Pairs.Select(pair => pair.Text)).Model.Save(_folder.File("language"));
        var model = LanguageModel.FromPretrained(_folder.File("language"));
        var result = new SentenceEmbeddingTrainer(model, Options with { Epochs = 3, MaximumLength = 20 }).Train(Pairs);
        result.Model.Save(_folder.File("encoder"));

        var encoder = LanguageModel.FromPretrained(_folder.File("encoder"));
        Assert.Contains(model.Files.Checkpoint!.Tensors.Keys, name => name.StartsWith("cls.", StringComparison.Ordinal));
        Assert.DoesNotContain(encoder.Files.Checkpoint!.Tensors.Keys, name => name.StartsWith("cls.", StringComparison.Ordinal));
        Assert.Contains("\"BertModel\"", File.ReadAllText(_folder.File("encoder/config.json")), StringComparison.Ordinal);
        Assert.Equal((PoolingMode.Mean, true, 20), (encoder.EmbeddingSettings.Pooling, encoder.EmbeddingSettings.Normalize, encoder.EmbeddingSettings.MaximumLength));

        // A training that hardly moves finds the loss that the other one ended with.
        var before = new SentenceEmbeddingTrainer(encoder, Options with { MaximumSteps = 1, LearningRate = 1e-12 }).Train(Pairs, Pairs);
        var after = new SentenceEmbeddingTrainer(model, Options with { Epochs = 3, MaximumLength = 20 }).Train(Pairs, Pairs);
        Assert.Equal(after.History.Evaluations[^1].Loss, before.History.Evaluations[0].Loss, 1e-5);
    }

    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 12)]
    [InlineData(true, 4096)]
    public void Passes_change_no_gradient(bool cachesGradients, int tokenBudget)
    {
        var expected = Gradients(cachesGradients: false, tokenBudget: 4096, dropout: 0);
        var actual = Gradients(cachesGradients, tokenBudget, dropout: 0);
        foreach (var (name, gradient) in expected)
            Graphs.Close.Equal(gradient, actual[name], 1e-5, name);
    }

    [Fact]
    public void Gradient_caching_drops_the_same_in_both_of_its_passes()
    {
        var expected = Gradients(cachesGradients: false, tokenBudget: 12, dropout: 0.3);
        var actual = Gradients(cachesGradients: true, tokenBudget: 12, dropout: 0.3);
        Assert.Contains(expected.Values, gradient => gradient.Any(value => value != 0));
        foreach (var (name, gradient) in expected)
            Graphs.Close.Equal(gradient, actual[name], 1e-5, name);
    }

    [Fact]
    public void Similarities_are_learned()
    {
        var model = TinyModels.Bert(_folder);
        ScoredSentencePair[] pairs = [.. SentencePairs.FromLabels([.. Pairs.Select(pair => pair.Text)], [0, 0, 1, 0, 1, 0, 1, 0], pairsPerText: 3)];
        var result = new SentenceEmbeddingTrainer(model, Options).Train(pairs, pairs);
        Assert.Equal(1, result.History.Evaluations[^1].Accuracy);
        Assert.True(result.History.Evaluations[^1].Loss < 0.05);
    }

    [Fact]
    public void A_teacher_of_another_width_is_followed()
    {
        var model = TinyModels.Bert(_folder);
        var random = new Random(1);
        TaughtSentence[] texts = [.. Pairs.Select(pair => new TaughtSentence(pair.Text, Enumerable.Range(0, 5).Select(_ => (float)(random.NextDouble() - 0.3)).ToArray()))];
        var result = new SentenceEmbeddingTrainer(model, Options with { MaximumBatchSize = 8 }).Distill(texts, texts);
        Assert.True(result.History.Evaluations[^1].Loss < 0.1 * result.History.Steps[0].Loss, $"{result.History.Steps[0].Loss} to {result.History.Evaluations[^1].Loss}");
    }

    [Fact]
    public void A_stopped_training_goes_on_to_the_same_weights()
    {
        var model = TinyModels.Bert(_folder);
        var whole = new SentenceEmbeddingTrainer(model, Options with { Epochs = 4 }).Train(Pairs);

        using var stop = new CancellationTokenSource();
        var options = Options with { Epochs = 4, CheckpointFolder = _folder.File("checkpoints"), CheckpointInterval = 1 };
        var progress = new Stopping(stop, step: 3);
        new SentenceEmbeddingTrainer(model, options with { StopToken = stop.Token, Progress = progress }).Train(Pairs);
        var resumed = new SentenceEmbeddingTrainer(model, options).Train(Pairs);

        Assert.Equal(3, resumed.History.ResumedFromStep);
        foreach (var (name, tensor) in whole.Model.Tensors)
            Assert.Equal(tensor.Values, resumed.Model.Tensors[name].Values);
    }

    [Fact]
    public void A_checkpoint_of_other_pairs_is_refused()
    {
        var model = TinyModels.Bert(_folder);
        var options = Options with { MaximumSteps = 1, CheckpointFolder = _folder.File("checkpoints") };
        new SentenceEmbeddingTrainer(model, options).Train(Pairs);
        var exception = Assert.Throws<InvalidOperationException>(() =>
            new SentenceEmbeddingTrainer(model, options).Train([.. Pairs.Select(pair => pair with { Group = "one" })]));
        Assert.Contains("training rows", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_have_pairs_of_one_source()
    {
        var reader = new SentenceReader(new TextRowReader(TinyModels.Bert(_folder), new TextReading("", 20, LongTextHandling.Truncate, 0)), default);
        var examples = reader.Read(Pairs.Index().Select(pair => (new string?[] { pair.Item.Text, pair.Item.Positive }, (string?)(pair.Index % 3 == 0 ? "a" : "b"))), "training", "train");
        foreach (var batch in new BatchSampler(examples.Sizes, int.MaxValue, 4, seed: 1).Epoch(0))
            Assert.Single(batch.Select(example => example % 3 == 0).Distinct());
    }

    [Fact]
    public void What_cannot_be_trained_on_is_refused_with_the_row()
    {
        var trainer = new SentenceEmbeddingTrainer(TinyModels.Bert(_folder), Options);
        Assert.Contains("1 rows", Refusal(() => trainer.Train([Pairs[0]])), StringComparison.Ordinal);
        Assert.Contains("Row 1", Refusal(() => trainer.Train([Pairs[0], new SentencePair("a", null!)])), StringComparison.Ordinal);
        Assert.Contains("row 1 is 1.5", Refusal(() => trainer.Train([new ScoredSentencePair("a", "b", 1), new ScoredSentencePair("a", "b", 1.5)])), StringComparison.Ordinal);
        Assert.Contains("row 1 has 2 numbers", Refusal(() => trainer.Distill([new("a", new float[3] { 1, 0, 0 }), new("b", new float[2] { 1, 0 })])), StringComparison.Ordinal);
        Assert.Contains("row 0 is zero", Refusal(() => trainer.Distill([new("a", new float[2]), new("b", new float[2] { 1, 0 })])), StringComparison.Ordinal);

        static string Refusal(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        var model = TinyModels.Bert(_folder);
        Assert.Contains("Temperature", Refusal(Options with { Temperature = 0 }), StringComparison.Ordinal);
        Assert.Contains("Transfer", Refusal(Options with { Transfer = new TransferConfiguration { Method = TransferMethod.Head } }), StringComparison.Ordinal);
        Assert.Contains("LearningRate", Refusal(Options with { LearningRate = -1 }), StringComparison.Ordinal);
        Assert.Contains("Epochs", Refusal(Options with { Epochs = 0 }), StringComparison.Ordinal);

        string Refusal(SentenceTrainingOptions options) => Assert.Throws<ArgumentException>(() => new SentenceEmbeddingTrainer(model, options)).Message;
    }

    private Dictionary<string, float[]> Gradients(bool cachesGradients, int tokenBudget, double dropout)
    {
        using var scope = NewDisposeScope();
        var model = TinyModels.Bert(_folder, seed: 1);
        var transfer = new TransferConfiguration { Method = dropout > 0 ? TransferMethod.Lora : TransferMethod.Full, Lora = new LoraConfiguration { Dropout = dropout } };
        var graph = TransferGraph.Build(model, new GraphOptions { Normalize = false }, transfer, AdapterPlacement.Initializers);
        using var torchGraph = new TorchGraph(graph.Model, graph.Trainable, new TorchGraphOptions { GradientCheckpointing = cachesGradients });
        var rows = new TextRowReader(model, new TextReading("", 20, LongTextHandling.Truncate, 0));
        var examples = new SentenceReader(rows, default).Read(Pairs.Select(pair => (new string?[] { pair.Text, pair.Positive }, (string?)null)), "training", "train");
        var encoder = new SentenceEncoder(torchGraph, examples.Texts, rows.PadTokenId, tokenBudget, cachesGradients);
        var loss = new RankingLoss(0.1, isSymmetric: true, new string?[Pairs.Length]);
        int[] batch = [.. Enumerable.Range(0, Pairs.Length)];
        var texts = examples.TextsOf(batch);
        encoder.ForwardBackward(texts, vectors => loss.Mean(examples.Batch(vectors, texts, batch)), seed: 7);
        return torchGraph.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => parameter.Tensor.grad is { } gradient ? Graphs.Tensors.ToArray(gradient) : []);
    }

    private sealed class Stopping(CancellationTokenSource stop, int step) : IProgress<FineTuningProgress>
    {
        public void Report(FineTuningProgress value)
        {
            if (value.Step == step)
                stop.Cancel();
        }
    }
}
