using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Training.Checkpoints;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Optimization;
using MLNet.LlmExtensions.Training.Pretraining;
using MLNet.LlmExtensions.Training.Randomness;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training;

/// <summary>
/// Trains a language model on plain text with TorchSharp: a new one from <see cref="NewLanguageModel"/>, or one that is trained already
/// on the texts of a field. Encoders learn to predict masked tokens, decoders the next one.
/// </summary>
/// <remarks>
/// <para>The model's own files stay as they are; <see cref="TrainedLanguageModel.Save"/> writes the result into a folder of its own, which
/// <see cref="LanguageModel.FromPretrained"/> opens.</para>
/// <para>On one CPU with the same number of threads, the same texts, options and seed give the same weights bit for bit, also when the
/// training was killed and went on from a checkpoint.</para>
/// <para>A trainer holds no native memory. <see cref="Train"/> frees what it uses before it returns. Trainings may run side by side, but
/// share the threads of libtorch.</para>
/// </remarks>
/// <example>
/// <code>
/// var model = NewLanguageModel.Create("encoder-0", "tokenizer", new NewBert { LayerCount = 4, HiddenSize = 256 });
/// var result = new LanguageModelTrainer(model, new PretrainingOptions { MaximumLength = 128 }).Train(texts);
/// result.Model.Save("encoder");
/// </code>
/// </example>
public sealed class LanguageModelTrainer
{
    private readonly LanguageModel _model;
    private readonly PretrainingOptions _options;
    private readonly ILogger _logger;

    /// <summary>Makes a trainer; nothing is loaded yet.</summary>
    /// <param name="model">The model to begin with: a checkpoint's folder.</param>
    /// <param name="options">How to train; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is wrong, or does not go with the model; the message names it.</exception>
    /// <exception cref="NotSupportedException">The model is an exported graph and not a checkpoint.</exception>
    public LanguageModelTrainer(LanguageModel model, PretrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _options = PretrainingOptionsCheck.Check(options ?? new PretrainingOptions(), nameof(options));
        _logger = (_options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<LanguageModelTrainer>();
        if (model.Files.Checkpoint is null)
        {
            throw new NotSupportedException($"'{model.Folder}' is an exported graph. A language model is trained from a checkpoint (config.json and *.safetensors).");
        }

        PretrainingSettings.Resolve(model, _options, onCuda: false);
    }

    /// <summary>Trains.</summary>
    /// <param name="texts">The texts to train on, of any length; walked through once. <see langword="null"/> is the empty text.</param>
    /// <param name="validation">
    /// Texts that decide which weights are kept. <see langword="null"/> (the default): <see cref="PretrainingOptions.ValidationFraction"/>
    /// of the others. Empty: none.
    /// </param>
    /// <returns>The model and what happened.</returns>
    /// <exception cref="ArgumentException">There is no text to train on, or the tokenizer lacks a token that an option needs.</exception>
    /// <exception cref="OperationCanceledException"><see cref="TrainingOptions.CancellationToken"/> was cancelled.</exception>
    /// <exception cref="PretrainingDivergedException">The loss or a gradient was not finite. It carries the result so far.</exception>
    /// <exception cref="InvalidOperationException">
    /// The device cannot be used, libtorch cannot be loaded, or the checkpoint in <see cref="TrainingOptions.CheckpointFolder"/> is of
    /// another training.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">
    /// The training would need more memory than there is, and nothing was loaded; or the device ran out of it, because others use it too.
    /// The message says what would help.
    /// </exception>
    /// <exception cref="IOException">The checkpoint folder cannot be written to or is in use by another training.</exception>
    /// <exception cref="InvalidDataException">Tokenizer and weights do not belong together, or a file is damaged.</exception>
    /// <exception cref="NotSupportedException">The model has an operator or a head that cannot be trained; the message names it.</exception>
    public PretrainingResult Train(IEnumerable<string?> texts, IEnumerable<string?>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return DeviceMemory.Guard(() => TrainGuarded(texts, validation));
    }

    private PretrainingResult TrainGuarded(IEnumerable<string?> texts, IEnumerable<string?>? validation)
    {
        var device = TorchDevice.Choose(_options, _logger);
        var isCuda = device.type == TorchSharp.DeviceType.CUDA;
        var settings = PretrainingSettings.Resolve(_model, _options, isCuda);
        var rows = LanguageModelRows.Read(_model, _options, settings, texts, validation, SeededRandom.Mix(_options.Seed, SeedUse.Split));
        if (rows.EmptyTexts > 0)
        {
            _logger.LogWarning("{Empty} texts have no token and are not trained on", rows.EmptyTexts);
        }

        MemoryCheck.EnsureFits(PretrainingMemory.Estimate(_model, _options, settings, rows, isCuda), _options, device, _logger);
        using var threads = new TorchThreads(_options.Threads);
        using var scope = NewDisposeScope();
        using var store = OpenStore(settings, rows);
        var graph = TransferGraph.Build(
            _model, new GraphOptions { Output = GraphOutput.LastHiddenState }, _options.Transfer, AdapterPlacement.Initializers);
        var computation = TrainingComputation.Of(_options, device);
        using var model = new TorchGraph(graph.Model, graph.Trainable, computation);
        using var head = VocabularyHeadFactory.Create(_model, settings.Task, graph, model.Parameters, _options.Transfer.Method, computation);
        return Fit(model, head, rows, settings, store, device);
    }

    private PretrainingResult Fit(
        TorchGraph model, VocabularyHead head, LanguageModelRows rows, PretrainingSettings settings, CheckpointStore? store, Device device)
    {
        ITokenTask task = settings.Task == LanguageModelingTask.MaskedTokens ? new MaskedTokenTask(new TokenRoles(_model.Tokenizer), _options) : new NextTokenTask();
        var loss = new VocabularyLoss(head);
        var training = Rows(rows.Training);
        if (training.Sizes.Count == 0)
        {
            throw new ArgumentException("There is no text to train on: no row has a token that could be predicted.");
        }

        var validation = Rows(rows.Validation);
        var objective = new LanguageModelObjective(
            training,
            loss,
            [new ParameterGroup([.. model.Parameters, .. head.Parameters], settings.LearningRate)],
            _options.Seed);
        var evaluator = validation.Sizes.Count > 0
            ? new LanguageModelEvaluator(validation, loss, settings.TokenBudget, _options.MaximumBatchSize)
            : null;
        var plan = TrainingPlan.Create(objective.Sizes, _options, _options.Epochs, settings.TokenBudget);
        var tracker = new BestTracker(
            TrainingMetric.Loss, _options.EarlyStoppingMinimumDelta, _options.EarlyStoppingPatience is > 0 and var patience ? patience : null);
        using var loop = new TrainingLoop(_options, objective, evaluator, tracker, plan, store, _logger);
        _logger.LogInformation(
            "Training {Parameters} parameters on {Rows} rows of at most {Length} tokens for {Steps} steps in {Epochs:F1} epochs, {ValidationRows} rows for validation",
            loop.ParameterCount,
            training.Sizes.Count,
            settings.MaximumLength,
            plan.TotalSteps,
            plan.TotalEpochs,
            validation.Sizes.Count);
        var ended = loop.Run();
        var history = loop.History(ended) with
        {
            TrainingRows = training.Sizes.Count,
            ValidationRows = validation.Sizes.Count,
            ChunkedTexts = rows.ChunkedTexts,
            HeadLearningRate = settings.LearningRate,
            Device = device.ToString(),
        };
        var result = new PretrainingResult(ModelOf(ended, head), history);
        return ended.Failure is { } failure ? throw Diverged(failure, ended.FailedStep, settings, result) : result;

        PredictionRows Rows(IEnumerable<int[]> all) =>
            new(model, [.. all.Where(task.CanPredict)], task, rows.PadTokenId, SeededRandom.Mix(_options.Seed, SeedUse.Masking));
    }

    private static PretrainingDivergedException Diverged(string failure, int step, PretrainingSettings settings, PretrainingResult result) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"At step {step} {failure}. The weights from before are in {nameof(PretrainingDivergedException)}.{nameof(PretrainingDivergedException.Result)}. Try a lower {nameof(PretrainingOptions.LearningRate)}; it was {settings.LearningRate}."),
        step,
        result);

    private TrainedLanguageModel ModelOf(LoopResult ended, VocabularyHead head)
    {
        // What the checkpoint has goes back to where it was, whether it is the model's or the head's.
        var stored = _model.Files.Checkpoint!.Tensors;
        var names = head.Parameters.Select(parameter => parameter.Name).Where(name => !stored.ContainsKey(name)).ToHashSet(StringComparer.Ordinal);
        return new TrainedLanguageModel(
            _model,
            ended.Tensors.Where(pair => !names.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal),
            ended.Tensors.Where(pair => names.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal),
            head.OtherNames.Where(name => stored.ContainsKey(name) && !ended.Tensors.ContainsKey(name)).ToHashSet(StringComparer.Ordinal),
            _options.Transfer.Lora);
    }

    private CheckpointStore? OpenStore(PretrainingSettings settings, LanguageModelRows rows) => _options.CheckpointFolder is { } folder
        ? new CheckpointStore(
            folder,
            new RunIdentity(new RunValues()
                .Add(_model.Fingerprint, "base model")
                .Add(Hash(rows.Training), "training texts")
                .Add(Hash(rows.Validation), "validation texts")
                .AddShared(_options)
                .Add(settings.Task, nameof(_options.Task))
                .AddTransfer(_options.Transfer)
                .Add(_options.MaskProbability, nameof(_options.MaskProbability))
                .Add(_options.MaskTokenShare, nameof(_options.MaskTokenShare))
                .Add(_options.RandomTokenShare, nameof(_options.RandomTokenShare))
                .Add(_options.WholeWordMasking, nameof(_options.WholeWordMasking))
                .Add(_options.Epochs, nameof(_options.Epochs))
                .Add(settings.LearningRate, nameof(_options.LearningRate))
                .Add(settings.TokenBudget, nameof(_options.TokenBudget))
                .Add(_options.EarlyStoppingPatience, nameof(_options.EarlyStoppingPatience))),
            _logger)
        : null;

    private static string Hash(IReadOnlyList<int[]> rows)
    {
        using var hash = new ListHash();
        foreach (var row in rows)
        {
            hash.Append<int>(row);
        }

        return hash.End();
    }
}
