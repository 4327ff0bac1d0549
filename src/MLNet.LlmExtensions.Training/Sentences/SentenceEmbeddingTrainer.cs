using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Checkpoints;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Sentences;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training;

/// <summary>
/// Trains a model so that texts of one meaning have vectors that lie near to one another: on pairs of texts that belong together, on
/// pairs with similarities, or after a teacher's vectors.
/// </summary>
/// <remarks>
/// <para>The model's own files stay as they are; <see cref="TrainedLanguageModel.Save"/> writes what came out as a model of its own.</para>
/// <para>On one CPU with the same number of threads, the same data, options and seed give the same weights bit for bit, also when the
/// training was killed and went on from a checkpoint.</para>
/// <para>A trainer holds no native memory. Trainings may run side by side, but share the threads of libtorch.</para>
/// </remarks>
/// <example>
/// <code>
/// var trainer = new SentenceEmbeddingTrainer(model, new SentenceTrainingOptions { Epochs = 2 });
/// var result = trainer.Train([new("Is there an effusion?", "Small left pleural effusion."), …]);
/// result.Model.Save("encoder");
/// </code>
/// </example>
public sealed class SentenceEmbeddingTrainer
{
    private const float ShortestTeacher = 1e-12f;

    private readonly LanguageModel _model;
    private readonly SentenceTrainingOptions _options;
    private readonly ILogger _logger;

    /// <summary>Makes a trainer; nothing is loaded yet.</summary>
    /// <param name="model">The model to train.</param>
    /// <param name="options">How to train; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    public SentenceEmbeddingTrainer(LanguageModel model, SentenceTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _options = SentenceTrainingOptionsCheck.Check(options ?? new SentenceTrainingOptions(), nameof(options));
        _logger = (_options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<SentenceEmbeddingTrainer>();
    }

    /// <summary>
    /// Trains on pairs: of all second texts of a batch, a text's own is to be the nearest (multiple negatives ranking,
    /// <see href="https://arxiv.org/abs/1705.00652">Henderson et al., 2017</see>).
    /// </summary>
    /// <param name="train">The pairs; two at the least.</param>
    /// <param name="validation">Pairs that decide which weights are kept; <see langword="null"/> or empty: none, the last are kept.</param>
    /// <returns>The model and what happened.</returns>
    /// <exception cref="ArgumentException">There are too few pairs, or a text is missing or has no token.</exception>
    /// <inheritdoc cref="Distill" path="/exception[not(@cref='T:System.ArgumentException')]"/>
    public SentenceTrainingResult Train(IReadOnlyList<SentencePair> train, IReadOnlyList<SentencePair>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Guarded(train, validation ?? [], pair => (Texts(pair), pair.Source), pair => pair.Group, LossOf);

        static string?[] Texts(SentencePair pair) => pair.Negative is { } negative ? [pair.Text, pair.Positive, negative] : [pair.Text, pair.Positive];

        ISentenceLoss LossOf(IReadOnlyList<SentencePair> pairs) =>
            new RankingLoss(_options.Temperature, _options.Symmetric, [.. pairs.Select(pair => pair.Group)]);
    }

    /// <summary>
    /// Trains on pairs with similarities: the cosine of a pair's vectors is to be its similarity
    /// (<see href="https://arxiv.org/abs/1908.10084">Reimers and Gurevych, 2019</see>).
    /// </summary>
    /// <param name="train">The pairs; two at the least.</param>
    /// <param name="validation">Pairs that decide which weights are kept; <see langword="null"/> or empty: none, the last are kept.</param>
    /// <returns>The model and what happened.</returns>
    /// <exception cref="ArgumentException">There are too few pairs, a text is missing or has no token, or a similarity is not between -1 and 1.</exception>
    /// <inheritdoc cref="Distill" path="/exception[not(@cref='T:System.ArgumentException')]"/>
    public SentenceTrainingResult Train(IReadOnlyList<ScoredSentencePair> train, IReadOnlyList<ScoredSentencePair>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        CheckSimilarities(train, nameof(train));
        CheckSimilarities(validation ?? [], nameof(validation));
        return Guarded(
            train,
            validation ?? [],
            pair => ([pair.Text, pair.Other], null),
            pair => pair.Similarity,
            pairs => new CosineLoss([.. pairs.Select(pair => pair.Similarity)]));
    }

    /// <summary>
    /// Trains after a teacher: the cosines of a batch's texts are to be those of the teacher's vectors
    /// (<see href="https://arxiv.org/abs/1907.09682">Tung and Mori, 2019</see>). The teacher may be of any kind and its vectors of any length.
    /// </summary>
    /// <param name="train">The texts with the teacher's vectors, all of one length; two at the least.</param>
    /// <param name="validation">Texts that decide which weights are kept; <see langword="null"/> or empty: none, the last are kept.</param>
    /// <returns>The model and what happened.</returns>
    /// <exception cref="ArgumentException">There are too few texts, a text is missing or has no token, or the vectors are of several lengths, zero or not finite.</exception>
    /// <exception cref="OperationCanceledException"><see cref="TrainingOptions.CancellationToken"/> was cancelled.</exception>
    /// <exception cref="SentenceTrainingDivergedException">The loss or a gradient was not finite. It carries the result so far.</exception>
    /// <exception cref="InvalidOperationException">
    /// The device cannot be used, libtorch cannot be loaded, or the checkpoint in <see cref="TrainingOptions.CheckpointFolder"/> is of
    /// another training.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">The device ran out of memory; the message says what would help.</exception>
    /// <exception cref="IOException">The checkpoint folder cannot be written to or is in use by another training.</exception>
    /// <exception cref="NotSupportedException">The model has an operator or a form that cannot be trained; the message names it.</exception>
    public SentenceTrainingResult Distill(IReadOnlyList<TaughtSentence> train, IReadOnlyList<TaughtSentence>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        CheckVectors(train, train, nameof(train));
        CheckVectors(validation ?? [], train, nameof(validation));
        return Guarded(
            train,
            validation ?? [],
            text => ([text.Text], null),
            text => text.TeacherVector.ToArray(),
            texts => new DistillationLoss([.. texts.Select(text => Unit(text.TeacherVector.Span))]));
    }

    private SentenceTrainingResult Guarded<T>(
        IReadOnlyList<T> train,
        IReadOnlyList<T> validation,
        Func<T, (string?[] Texts, string? Source)> textsOf,
        Func<T, object?> targetOf,
        Func<IReadOnlyList<T>, ISentenceLoss> lossOf) =>
        DeviceMemory.Guard(() => Run(train, validation, textsOf, targetOf, lossOf));

    private SentenceTrainingResult Run<T>(
        IReadOnlyList<T> train,
        IReadOnlyList<T> validation,
        Func<T, (string?[] Texts, string? Source)> textsOf,
        Func<T, object?> targetOf,
        Func<IReadOnlyList<T>, ISentenceLoss> lossOf)
    {
        if (train.Count < 2)
            throw new ArgumentException($"There are {train.Count} rows; vectors are compared, which takes two at the least.", nameof(train));
        var device = TorchDevice.Choose(_options, _logger);
        var settings = SentenceTrainingSettings.Resolve(_model, _options, device.type == TorchSharp.DeviceType.CUDA);
        var rows = new TextRowReader(_model, settings.Reading);
        var reader = new SentenceReader(rows, _options.CancellationToken);
        var examples = reader.Read(train.Select(textsOf), "training", nameof(train));
        var held = reader.Read(validation.Select(textsOf), "validation", nameof(validation));
        if (rows.TruncatedTexts > 0)
            _logger.LogWarning("{Truncated} texts were longer than {MaximumLength} tokens and were cut", rows.TruncatedTexts, settings.Reading.MaximumLength);

        using var threads = new TorchThreads(_options.Threads);
        using var scope = NewDisposeScope();
        using var store = OpenStore(settings, SentenceHash.Of(examples, train.Select(targetOf)), SentenceHash.Of(held, validation.Select(targetOf)));
        using var graph = Open(device);
        var objective = new SentenceObjective(examples, Encoder(examples), lossOf(train), settings.LearningRate, _options.Seed);
        var evaluator = validation.Count > 0
            ? new SentenceEvaluator(held, Encoder(held), lossOf(validation), _options.MaximumBatchSize)
            : null;

        // Every batch is full: the budget is for its passes.
        var plan = TrainingPlan.Create(examples.Sizes, _options, _options.Epochs, int.MaxValue);
        var tracker = new BestTracker(
            TrainingMetric.Loss, _options.EarlyStoppingMinimumDelta, _options.EarlyStoppingPatience is > 0 and var patience ? patience : null);
        using var loop = new TrainingLoop(_options, objective, evaluator, tracker, plan, store, _logger);
        _logger.LogInformation(
            "Training {Parameters} parameters on {Rows} rows for {Steps} steps in {Epochs:F1} epochs, {ValidationRows} rows for validation",
            loop.ParameterCount,
            train.Count,
            plan.TotalSteps,
            plan.TotalEpochs,
            validation.Count);
        var ended = loop.Run();
        var history = loop.History(ended) with
        {
            TrainingRows = train.Count,
            ValidationRows = validation.Count,
            ChunkedTexts = rows.ChunkedTexts,
            TruncatedTexts = rows.TruncatedTexts,
            Device = device.ToString(),
        };
        var result = new SentenceTrainingResult(TrainedLanguageModel.Encoder(
            _model, ended.Tensors, _options.Transfer.Lora, _options.Pooling ?? _model.EmbeddingSettings.Pooling, settings.Reading.MaximumLength), history);
        return ended.Failure is { } failure ? throw Diverged(failure, ended.FailedStep, settings, result) : result;

        SentenceEncoder Encoder(SentenceExamples all) => new(graph, all.Texts, rows.PadTokenId, settings.TokenBudget, _options.GradientCheckpointing);
    }

    private static SentenceTrainingDivergedException Diverged(string failure, int step, SentenceTrainingSettings settings, SentenceTrainingResult result) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"At step {step} {failure}. The weights from before are in {nameof(SentenceTrainingDivergedException)}.{nameof(SentenceTrainingDivergedException.Result)}. Try a lower {nameof(SentenceTrainingOptions.LearningRate)}; it was {settings.LearningRate}."),
        step,
        result);

    private CheckpointStore? OpenStore(SentenceTrainingSettings settings, string training, string validation) => _options.CheckpointFolder is { } folder
        ? new CheckpointStore(
            folder,
            new RunIdentity(new RunValues()
                .Add(_model.Fingerprint, "base model")
                .Add(training, "training rows")
                .Add(validation, "validation rows")
                .AddShared(_options)
                .AddTransfer(_options.Transfer)
                .Add(_options.Pooling, nameof(_options.Pooling))
                .Add(_options.Temperature, nameof(_options.Temperature))
                .Add(_options.Symmetric, nameof(_options.Symmetric))
                .Add(_options.Epochs, nameof(_options.Epochs))
                .Add(settings.LearningRate, nameof(_options.LearningRate))
                .Add(settings.TokenBudget, nameof(_options.TokenBudget))
                .Add(_options.EarlyStoppingPatience, nameof(_options.EarlyStoppingPatience))),
            _logger)
        : null;

    private TorchGraph Open(Device device)
    {
        var graph = TransferGraph.Build(
            _model,
            new GraphOptions { Output = GraphOutput.SentenceEmbedding, Pooling = _options.Pooling, Normalize = false },
            _options.Transfer,
            AdapterPlacement.Initializers);
        return new TorchGraph(graph.Model, graph.Trainable, TrainingComputation.Of(_options, device));
    }

    private static void CheckSimilarities(IReadOnlyList<ScoredSentencePair> pairs, string parameterName)
    {
        foreach (var (row, pair) in pairs.Index())
        {
            if (!(pair.Similarity is >= -1 and <= 1))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"The similarity of row {row} is {pair.Similarity}; a cosine is between -1 and 1."), parameterName);
            }
        }
    }

    private static void CheckVectors(IReadOnlyList<TaughtSentence> texts, IReadOnlyList<TaughtSentence> train, string parameterName)
    {
        foreach (var (row, text) in texts.Index())
        {
            var vector = text.TeacherVector.Span;
            if (vector.Length != train[0].TeacherVector.Length)
                throw new ArgumentException($"The teacher's vector of row {row} has {vector.Length} numbers; the first has {train[0].TeacherVector.Length}.", parameterName);
            if (!(TensorPrimitives.Norm(vector) is > ShortestTeacher and < float.PositiveInfinity))
                throw new ArgumentException($"The teacher's vector of row {row} is zero or not finite, and has no direction.", parameterName);
        }
    }

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        var result = new float[vector.Length];
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), result);
        return result;
    }
}
