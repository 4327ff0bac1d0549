using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Checkpoints;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Losses;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Support;

/// <summary>A training of the bag model on toy data.</summary>
internal sealed class ToyTraining : IDisposable
{
    private readonly BagModel _model;
    private readonly ClassifierHead _head;
    private readonly CheckpointStore? _store;

    public ToyTraining(
        FineTuningOptions options,
        CheckpointStore? store = null,
        ILogger? logger = null,
        bool validation = true,
        Action<TextVectors>? spoil = null)
    {
        var rows = ToyData.Rows(60, classes: 3, seed: 1, several: 0.2);
        var settings = ResolvedTraining.Resolve(options, width: 8, onCuda: false);
        _store = store;
        _model = new BagModel(ToyData.Vocabulary, 8, dropout: 0.1);
        _head = new ClassifierHead(3, 8, options.HeadDropout, options.Seed, CPU);
        var vectors = new TextVectors(_model, rows, padTokenId: 0);
        spoil?.Invoke(vectors);
        var loss = ClassificationLoss.Create(options, 3, [.. rows.Select(row => row.Labels)]);
        var evaluator = validation
            ? new Evaluator(new TextVectors(_model, ToyData.Rows(30, 3, seed: 2), 0), _head, loss, options.MultiLabel, 200, 8)
            : null;
        var plan = TrainingPlan.Create(vectors.Sizes, options, settings.Epochs, settings.TokenBudget);
        var objective = new ClassificationObjective(vectors, _head, loss, settings, options.Seed);
        var tracker = new BestTracker(options.Metric, options.EarlyStoppingMinimumDelta, settings.Patience);
        Loop = new TrainingLoop(options, objective, evaluator, tracker, plan, store, logger ?? NullLogger.Instance);
        Plan = plan;
    }

    public TrainingLoop Loop { get; }

    public TrainingPlan Plan { get; }

    /// <summary>Options under which the toy data is learned within a second.</summary>
    public static FineTuningOptions Options { get; } = new()
    {
        Method = TransferMethod.Full,
        Epochs = 5,
        LearningRate = 0.05,
        HeadLearningRate = 0.05,
        MaximumBatchSize = 8,
        TokenBudget = 120,
        EarlyStoppingPatience = 0,
        Metric = TrainingMetric.Loss,
        LabelSmoothing = 0.05,
        GradientAccumulation = 2,
    };

    public static LoopResult Run(FineTuningOptions options, CheckpointStore? store = null, bool validation = true)
    {
        using var training = new ToyTraining(options, store, validation: validation);
        return training.Loop.Run();
    }

    public void Dispose()
    {
        Loop.Dispose();
        _head.Dispose();
        _model.Dispose();
        _store?.Dispose();
    }
}
