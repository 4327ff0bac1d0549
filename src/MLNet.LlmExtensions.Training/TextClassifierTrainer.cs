using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Checkpoints;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Losses;
using MLNet.LlmExtensions.Training.Randomness;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training;

/// <summary>Fine-tunes a language model to classify texts or pairs of texts, with TorchSharp.</summary>
/// <remarks>
/// <para>The model's own files stay as they are: what is learned is a <see cref="FineTunedClassifier"/>, which serves through ONNX
/// Runtime and can be saved.</para>
/// <para>On one CPU with the same number of threads, the same data, options and seed give the same classifier bit for bit, also
/// when the training was killed and went on from a checkpoint.</para>
/// <para>A trainer holds no native memory. <see cref="Train"/> frees what it uses before it returns. Trainings may run side by
/// side, but share the threads of libtorch.</para>
/// </remarks>
/// <example>
/// <code>
/// var trainer = new TextClassifierTrainer(model, new FineTuningOptions { Rank = 8 });
/// FineTuningResult result = trainer.Train(
///     [new("No pleural effusion.", 0), new("Large left effusion.", 1), …], validation: null, classes: ["normal", "abnormal"]);
/// result.Classifier.Save("classifier");
/// </code>
/// </example>
public sealed class TextClassifierTrainer
{
    private const double HeldBackForHead = 0.1;

    private readonly LanguageModel _model;
    private readonly FineTuningOptions _options;
    private readonly ILogger _logger;

    /// <summary>Makes a trainer; nothing is loaded yet.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="options">How to train; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    public TextClassifierTrainer(LanguageModel model, FineTuningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _options = (options ?? new FineTuningOptions()).Check(nameof(options));
        _logger = (_options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<TextClassifierTrainer>();
    }

    /// <summary>Trains.</summary>
    /// <param name="train">The training rows. Every class must occur.</param>
    /// <param name="validation">
    /// Rows that decide when to stop and which weights are kept. <see langword="null"/>:
    /// <see cref="FineTuningOptions.ValidationFraction"/> of the training rows. Empty: none.
    /// </param>
    /// <param name="classes">The names of the classes; a label is an index into them.</param>
    /// <returns>The classifier and what happened.</returns>
    /// <exception cref="ArgumentException">
    /// There are no rows, a label is outside the classes, a class has no rows, all rows are of one class, pairs and single texts are
    /// mixed, a module that the options name does not exist, or an option does not go with the model.
    /// </exception>
    /// <exception cref="OperationCanceledException"><see cref="TrainingOptions.CancellationToken"/> was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a gradient was not finite. It carries the result so far.</exception>
    /// <exception cref="InvalidOperationException">
    /// The device cannot be used, libtorch cannot be loaded, or the checkpoint in <see cref="TrainingOptions.CheckpointFolder"/> is of
    /// another training.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">
    /// The training would need more memory than there is, and nothing was loaded; or the device ran out of it, because others use it too.
    /// The message says what would help.
    /// </exception>
    /// <exception cref="IOException">The checkpoint folder cannot be written to or is in use by another training.</exception>
    /// <exception cref="NotSupportedException">The model has an operator or a form that cannot be trained; the message names it.</exception>
    public FineTuningResult Train(
        IReadOnlyList<TrainingExample> train, IReadOnlyList<TrainingExample>? validation, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(classes);
        return DeviceMemory.Guard(() => TrainGuarded(train, validation, classes));
    }

    private FineTuningResult TrainGuarded(
        IReadOnlyList<TrainingExample> train, IReadOnlyList<TrainingExample>? validation, IReadOnlyList<string> classes)
    {
        var data = TrainingData.Read(_model, _options, train, validation, classes, SeededRandom.Mix(_options.Seed, SeedUse.Split));
        if (data.TruncatedTexts > 0)
        {
            _logger.LogWarning(
                "{Truncated} texts were longer than {MaximumLength} tokens and were cut", data.TruncatedTexts, data.Reading.MaximumLength);
        }

        var device = TorchDevice.Choose(_options, _logger);
        using var threads = new TorchThreads(_options.Threads);
        using var scope = NewDisposeScope();
        var settings = ResolvedTraining.Resolve(_options, _model.Configuration.HiddenSize, device.type == TorchSharp.DeviceType.CUDA);
        MemoryCheck.EnsureFits(_model, _options, settings, data, classes.Count, device, _logger);
        using var store = OpenStore(settings, data, classes);
        var graph = TransferGraph.Build(_model, GraphOptions(), TransferOf(_options), AdapterPlacement.Initializers);
        using var model = new TorchGraph(graph.Model, graph.Trainable, TrainingComputation.Of(_options, device));
        if (_options.GradientCheckpointing && model is { Parameters.Count: > 0, PieceCount: <= 2 })
        {
            _logger.LogWarning(
                "{GradientCheckpointing} was asked for, but the graph of '{Folder}' has no places at which it can be cut; memory will not be saved",
                nameof(FineTuningOptions.GradientCheckpointing),
                _model.Folder);
        }

        if (_options.ContrastivePairs > 0)
        {
            return TrainOnComparisons(model, data, settings, store, classes, device);
        }

        var first = _options.HeadFirst ? FitHead(model, ForHeadFirst(data, train), _options, classes, [], device) : null;
        using var vectors = new VectorSets(model, data, _options, settings, modelStandsStill: model.Parameters.Count == 0);
        var result = Fit(vectors, data, settings, _options, store, classes, [], first?.Classifier);
        return first is null ? result : result with { History = result.History with { Elapsed = result.History.Elapsed + first.History.Elapsed } };
    }

    /// <summary>
    /// The rows of a head that is trained first. It has to stop before it knows the rows by heart, so a tenth is held back where there are no
    /// validation rows; the training together, which only begins with that head, learns from all.
    /// </summary>
    private TrainingData ForHeadFirst(TrainingData data, IReadOnlyList<TrainingExample> train)
    {
        if (data.Validation.Count > 0)
        {
            return data;
        }

        var sides = ValidationSplit.Split(train, HeldBackForHead, SeededRandom.Mix(_options.Seed, SeedUse.Split));
        return data with
        {
            Training = [.. sides.Training.Select(row => data.Training[row])],
            Validation = [.. sides.Validation.Select(row => data.Training[row])],
        };
    }

    private FineTuningResult TrainOnComparisons(
        TorchGraph model, TrainingData data, ResolvedTraining settings, CheckpointStore? store, IReadOnlyList<string> classes, Device device)
    {
        var (ended, compared) = ContrastivePhase.Run(model, data, _options, settings, store, _logger);

        // A request to stop has been answered: the head takes seconds, and without it there would be no classifier.
        var headOptions = _options with { StopToken = ended.EndReason == TrainingEndReason.Stopped ? default : _options.StopToken };
        var result = WithComparisons(FitHead(model, data, headOptions, classes, model.Parameters, device), compared);
        return ended.Failure is { } failure ? throw Diverged(failure, ended.FailedStep, compared.Epochs.Count + 1, settings, result) : result;
    }

    /// <summary>Trains a head alone on the vectors of the model as it is.</summary>
    private FineTuningResult FitHead(
        TorchGraph model, TrainingData data, FineTuningOptions options, IReadOnlyList<string> classes, IReadOnlyList<TrainableParameter> trained, Device device)
    {
        var settings = ResolvedTraining.ResolveHead(options, device.type == TorchSharp.DeviceType.CUDA);
        using var vectors = new VectorSets(model, data, options, settings, modelStandsStill: true);
        return Fit(vectors, data, settings, options with { MaximumSteps = null }, store: null, classes, trained);
    }

    /// <summary>
    /// Of the two phases' histories, the steps are those that took the time; the head's best measurement, which is the classifier's, stands
    /// at their end.
    /// </summary>
    private static FineTuningResult WithComparisons(FineTuningResult result, TrainingHistory compared) => result with
    {
        History = result.History with
        {
            Steps = compared.Steps,
            Epochs = compared.Epochs,
            Evaluations = result.History.Best is { } best
                ? [best with { Step = compared.Steps.Count, Epoch = compared.Steps.Count == 0 ? 0 : compared.Steps[^1].Epoch }]
                : [],
            TrainableParameters = compared.TrainableParameters + result.History.TrainableParameters,
            LearningRate = compared.LearningRate,
            Elapsed = compared.Elapsed + result.History.Elapsed,
            ResumedFromStep = compared.ResumedFromStep,
            EndReason = compared.EndReason is TrainingEndReason.Stopped or TrainingEndReason.Diverged ? compared.EndReason : result.History.EndReason,
        },
    };

    /// <param name="vectors">The rows behind the model.</param>
    /// <param name="data">The rows.</param>
    /// <param name="settings">What the options come to.</param>
    /// <param name="options">The options of this training.</param>
    /// <param name="store">Where checkpoints go, or <see langword="null"/>.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="trained">Parameters of the model that were trained before and belong to the classifier as they are.</param>
    /// <param name="start">A classifier whose head to begin with, or <see langword="null"/>.</param>
    private FineTuningResult Fit(
        VectorSets vectors,
        TrainingData data,
        ResolvedTraining settings,
        FineTuningOptions options,
        CheckpointStore? store,
        IReadOnlyList<string> classes,
        IReadOnlyList<TrainableParameter> trained,
        FineTunedClassifier? start = null)
    {
        var loss = ClassificationLoss.Create(_options, classes.Count, [.. data.Training.Select(example => example.Labels)]);
        using var head = new ClassifierHead(
            classes.Count,
            vectors.Training.Dimensions,
            _options.HeadDropout,
            SeededRandom.Mix(_options.Seed, SeedUse.Head),
            vectors.Training.Device);
        if (start is not null)
        {
            head.Load(start.HeadWeight, start.HeadBias);
        }

        var evaluator = vectors.Validation is { } validation
            ? new Evaluator(validation, head, loss, _options.MultiLabel, settings.TokenBudget, _options.MaximumBatchSize)
            : null;
        var plan = TrainingPlan.Create(vectors.Training.Sizes, options, settings.Epochs, settings.TokenBudget);
        var objective = new ClassificationObjective(vectors.Training, head, loss, settings, _options.Seed);
        var tracker = new BestTracker(_options.Metric, _options.EarlyStoppingMinimumDelta, settings.Patience);
        using var loop = new TrainingLoop(options, objective, evaluator, tracker, plan, store, _logger);
        _logger.LogInformation(
            "Training {Parameters} parameters on {Rows} rows for {Steps} steps in {Epochs:F1} epochs, {ValidationRows} rows for validation",
            loop.ParameterCount,
            data.Training.Count,
            plan.TotalSteps,
            plan.TotalEpochs,
            data.Validation.Count);
        var ended = loop.Run();
        var classifier = ClassifierOf(
            [.. ended.Tensors, .. BestWeights.Copy(trained)], data, vectors.Scale, classes);
        var result = new FineTuningResult(classifier, HistoryOf(loop.History(ended), data, settings, vectors.Training.Device));
        return ended.Failure is { } failure
            ? throw Diverged(failure, ended.FailedStep, plan.Position(ended.FailedStep - 1).Epoch + 1, settings, result)
            : result;
    }

    private static TrainingDivergedException Diverged(string failure, int step, int epoch, ResolvedTraining settings, FineTuningResult result) => new(
        $"At step {step} in epoch {epoch} {failure}. The weights from before are in {nameof(TrainingDivergedException)}.{nameof(TrainingDivergedException.Result)}. " +
        string.Create(
            CultureInfo.InvariantCulture,
            $"Try a lower {nameof(FineTuningOptions.LearningRate)} or {nameof(FineTuningOptions.HeadLearningRate)}; they were {settings.LearningRate} and {settings.HeadLearningRate}."),
        step,
        epoch,
        result);

    /// <summary>What the options ask to be trained.</summary>
    internal static TransferConfiguration TransferOf(FineTuningOptions options) => new()
    {
        Method = options.Method,
        LastLayers = options.LastLayers,
        PrefixLength = options.PrefixLength,
        Lora = new LoraConfiguration
        {
            Rank = options.Rank,
            Alpha = options.Alpha,
            Dropout = options.LoraDropout,
            TargetModules = options.TargetModules,
            TargetModulesPattern = options.TargetModulesPattern,
            UseRsLora = options.UseRsLora,
            UseDora = options.UseDora,
            Bias = options.Bias,
            RankPattern = options.RankPattern,
            AlphaPattern = options.AlphaPattern,
            ModulesToSave = options.ModulesToSave,
        },
    };

    private GraphOptions GraphOptions() => new()
    {
        Output = GraphOutput.SentenceEmbedding,
        Pooling = _options.Pooling,
        Normalize = false,
    };

    private CheckpointStore? OpenStore(ResolvedTraining settings, TrainingData data, IReadOnlyList<string> classes) =>
        _options.CheckpointFolder is { } folder
            ? new CheckpointStore(
                folder,
                RunIdentity.Create(_model, _options, settings, data.Reading, classes, data.Training, data.Validation),
                _logger)
            : null;

    private FineTunedClassifier ClassifierOf(
        IReadOnlyList<KeyValuePair<string, DenseTensor>> trained, TrainingData data, VectorScale? scale, IReadOnlyList<string> classes)
    {
        var tensors = trained.ToDictionary(StringComparer.Ordinal);
        tensors.Remove(ClassifierHead.WeightName, out var weight);
        tensors.Remove(ClassifierHead.BiasName, out var bias);
        if (scale is not null)
        {
            (weight, bias) = scale.Fold(weight!, bias!);
        }

        return new FineTunedClassifier
        {
            BaseModelFolder = _model.Folder,
            BaseModelType = _model.Configuration.ModelType,
            BaseModelKeyValueHeads = _model.Configuration.KeyValueHeadCount,
            BaseModelFingerprint = _model.Fingerprint,
            Configuration = TransferOf(_options),
            Pooling = _options.Pooling,
            MaximumLength = data.Reading.MaximumLength,
            Prompt = data.Reading.Prompt.Length == 0 ? null : data.Reading.Prompt,
            LongText = data.Reading.LongText,
            ChunkOverlap = data.Reading.ChunkOverlap,
            IsMultiLabel = _options.MultiLabel,
            HasPairs = data.HasPairs,
            Classes = [.. classes],
            HeadWeight = weight!,
            HeadBias = bias!,
            Tensors = tensors,
        };
    }

    private static TrainingHistory HistoryOf(TrainingHistory history, TrainingData data, ResolvedTraining settings, Device device) => history with
    {
        TrainingRows = data.Training.Count,
        ValidationRows = data.Validation.Count,
        ChunkedTexts = data.ChunkedTexts,
        TruncatedTexts = data.TruncatedTexts,
        LearningRate = settings.LearningRate,
        HeadLearningRate = settings.HeadLearningRate,
        Device = device.ToString(),
    };
}
