using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Checkpoints;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Optimization;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>The training itself: steps, evaluations, checkpoints, and when it ends.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly ITrainingObjective _objective;
    private readonly IEvaluator? _evaluator;
    private readonly TrainingPlan _plan;
    private readonly CheckpointStore? _store;
    private readonly ILogger _logger;
    private readonly StepRunner _runner;
    private readonly AdamW _optimizer;
    private readonly IReadOnlyList<TrainableParameter> _parameters;
    private readonly BestWeights _best;
    private readonly BestTracker _tracker;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _elapsedBefore;
    private TimeSpan _stepping;
    private long _tokensHere;
    private int _stepsHere;
    private int _savedStep = -1;

    // The batches of the running epoch; asked for at every step and the same until the next epoch.
    private int _epochOfSteps = -1;
    private IReadOnlyList<int[][]> _stepsOfEpoch = [];

    /// <param name="options">The options, checked.</param>
    /// <param name="objective">What is made small.</param>
    /// <param name="evaluator">The validation rows, or <see langword="null"/>.</param>
    /// <param name="tracker">Says which evaluation is the best, and when there were too many without a better one.</param>
    /// <param name="plan">The steps.</param>
    /// <param name="store">Where checkpoints go, or <see langword="null"/>.</param>
    /// <param name="logger">Where evaluations are logged.</param>
    public TrainingLoop(
        TrainingOptions options,
        ITrainingObjective objective,
        IEvaluator? evaluator,
        BestTracker tracker,
        TrainingPlan plan,
        CheckpointStore? store,
        ILogger logger)
    {
        _options = options;
        _objective = objective;
        _evaluator = evaluator;
        _plan = plan;
        _store = store;
        _logger = logger;
        _runner = new StepRunner(objective);
        _parameters = [.. objective.Groups.SelectMany(group => group.Parameters)];
        _optimizer = new AdamW(objective.Groups, new AdamWOptions { WeightDecay = options.WeightDecay, Beta2 = options.Beta2 });
        _best = new BestWeights(_parameters);
        _tracker = tracker;
        BaseLearningRate = objective.Groups.First(group => group.Parameters.Count > 0).LearningRate;
    }

    /// <summary>What happened.</summary>
    public TrainingRecord Record { get; } = new();

    /// <summary>Numbers that are trained.</summary>
    public long ParameterCount => _optimizer.ParameterCount;

    /// <summary>The step of the checkpoint that the training went on from.</summary>
    public int? ResumedFromStep { get; private set; }

    /// <summary>Time that the training took, parts before a resumption included.</summary>
    public TimeSpan Elapsed => _elapsedBefore + _watch.Elapsed;

    /// <summary>The learning rate that is reported: of the first parameters.</summary>
    private double BaseLearningRate { get; }

    /// <summary>Trains to the end.</summary>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public LoopResult Run()
    {
        var ended = Resume();
        if (_best.Tensors is null)
        {
            // The weights to fall back on when the first steps already diverge.
            _best.Keep();
        }

        while (ended is null && Record.Step < _plan.TotalSteps)
        {
            if (_options.CancellationToken.IsCancellationRequested)
            {
                Save(null);
                _options.CancellationToken.ThrowIfCancellationRequested();
            }

            if (_options.StopToken.IsCancellationRequested)
            {
                return Stop();
            }

            if (Step() is { } failure)
            {
                return Diverged(failure, Record.Step + 1);
            }

            ended = AfterStep(out failure);
            if (failure is not null)
            {
                return Diverged(failure, Record.Step);
            }
        }

        return new LoopResult(Kept(), ended ?? TrainingEndReason.Completed);
    }

    /// <summary>The history of the training; which rows it had is for the caller to add.</summary>
    /// <param name="ended">How it ended.</param>
    public TrainingHistory History(LoopResult ended) => new()
    {
        Steps = [.. Record.Steps],
        Epochs = [.. Record.Epochs],
        Evaluations = [.. Record.Evaluations],
        EndReason = ended.EndReason,
        TrainableParameters = ParameterCount,
        LearningRate = BaseLearningRate,
        Elapsed = Elapsed,
        ResumedFromStep = ResumedFromStep,
    };

    public void Dispose() => _optimizer.Dispose();

    /// <returns>What was not finite, if anything; the weights are then those from before the step.</returns>
    private string? Step()
    {
        var started = _watch.Elapsed;
        var (epoch, place) = _plan.Position(Record.Step);
        var batches = CurrentEpoch(epoch)[place];
        _optimizer.ClearGradients();
        var loss = _runner.Run(batches, Record.Step, epoch);
        if (!double.IsFinite(loss))
        {
            return "the loss is not a finite number";
        }

        var norm = GradientClipper.Clip(_parameters, _options.MaximumGradientNorm);
        if (!double.IsFinite(norm))
        {
            return "the gradient is not finite";
        }

        var factor = _plan.Rates.Factor(Record.Step);
        _optimizer.Step(factor);
        var tokens = batches.Sum(batch => _objective.Tokens(batch, padded: false));
        Record.Add(
            new TrainingStep(Record.Step + 1, _plan.EpochAt(Record.Step + 1), loss, BaseLearningRate * factor, norm, tokens),
            batches.Sum(batch => _objective.Tokens(batch, padded: true)));
        _stepping += _watch.Elapsed - started;
        _tokensHere += tokens;
        _stepsHere++;
        return null;
    }

    private IReadOnlyList<int[][]> CurrentEpoch(int epoch)
    {
        if (_epochOfSteps != epoch)
        {
            (_epochOfSteps, _stepsOfEpoch) = (epoch, _plan.Steps(epoch));
        }

        return _stepsOfEpoch;
    }

    private TrainingEndReason? AfterStep(out string? failure)
    {
        failure = null;
        var (step, isLast) = (Record.Step, Record.Step == _plan.TotalSteps);
        var endsEpoch = _plan.EndsEpoch(step);
        if (endsEpoch)
        {
            Record.EndEpoch();
        }

        TrainingEvaluation? evaluation = null;
        if (isLast || Due(_options.EvaluationInterval, endsEpoch))
        {
            evaluation = Evaluate(out failure);
            if (failure is not null)
            {
                return null;
            }
        }

        TrainingEndReason? ended = _evaluator is not null && _tracker.ShouldStop ? TrainingEndReason.EarlyStopping
            : isLast ? TrainingEndReason.Completed
            : null;
        if (ended is not null || Due(_options.CheckpointInterval, endsEpoch))
        {
            Save(ended);
        }

        Report(evaluation);
        return ended;

        bool Due(int? interval, bool otherwise) => interval is { } steps ? step % steps == 0 : otherwise;
    }

    private TrainingEvaluation? Evaluate(out string? failure)
    {
        failure = null;
        if (_evaluator is null)
        {
            // Nothing says which weights are best; the newest are, and the ones to fall back on.
            _best.Keep();
            return null;
        }

        var evaluation = _evaluator.Evaluate(Record.Step, _plan.EpochAt(Record.Step));
        if (!double.IsFinite(evaluation.Loss))
        {
            failure = "the loss of the validation rows is not a finite number";
            return null;
        }

        evaluation = evaluation with { IsBest = _tracker.Observe(evaluation) };
        Record.Add(evaluation);
        if (evaluation.IsBest)
        {
            _best.Keep();
        }

        _logger.LogInformation(
            "Epoch {Epoch:F2}, step {Step} of {TotalSteps}: training loss {TrainingLoss:F4}, {Measurement}{Best}",
            evaluation.Epoch,
            evaluation.Step,
            _plan.TotalSteps,
            Record.Steps[^1].Loss,
            _evaluator.Describe(evaluation),
            evaluation.IsBest ? ", the best so far" : "");
        return evaluation;
    }

    /// <summary>Ends on request: as it stands for a resumption, then measured once more.</summary>
    private LoopResult Stop()
    {
        Save(null);
        if (Record.Step > 0 && (Record.Evaluations.Count == 0 || Record.Evaluations[^1].Step != Record.Step))
        {
            Report(Evaluate(out var failure));
            if (failure is not null)
            {
                return Diverged(failure, Record.Step);
            }
        }

        return new LoopResult(Kept(), TrainingEndReason.Stopped);
    }

    private LoopResult Diverged(string failure, int step) =>
        new(_best.Tensors!, TrainingEndReason.Diverged, failure, step);

    private IReadOnlyDictionary<string, DenseTensor> Kept() =>
        _evaluator is null ? BestWeights.Copy(_parameters) : _best.Tensors!;

    private void Save(TrainingEndReason? ended)
    {
        if (_store is null || _savedStep == Record.Step)
        {
            return;
        }

        var tensors = new Dictionary<string, DenseTensor>(StringComparer.Ordinal);
        foreach (var (name, value, mean, square) in _optimizer.Tensors())
        {
            tensors.Add(CheckpointNames.Value(name), new DenseTensor(value.shape, TensorValues.ToArray(value)));
            tensors.Add(CheckpointNames.Mean(name), new DenseTensor(mean.shape, TensorValues.ToArray(mean)));
            tensors.Add(CheckpointNames.Square(name), new DenseTensor(square.shape, TensorValues.ToArray(square)));
            tensors.Add(CheckpointNames.Best(name), _best.Tensors![name]);
        }

        if (_store.TrySave(Record.ToState(Elapsed, ended), tensors))
        {
            _savedStep = Record.Step;
        }
    }

    private TrainingEndReason? Resume()
    {
        if (_store is null)
        {
            return null;
        }

        if (!_options.Resume)
        {
            _store.Clear();
            return null;
        }

        if (_store.Load(Fits) is not { } checkpoint)
        {
            return null;
        }

        foreach (var (name, value, mean, square) in _optimizer.Tensors())
        {
            TensorValues.Set(value, checkpoint.Tensors[CheckpointNames.Value(name)].Values);
            TensorValues.Set(mean, checkpoint.Tensors[CheckpointNames.Mean(name)].Values);
            TensorValues.Set(square, checkpoint.Tensors[CheckpointNames.Square(name)].Values);
        }

        _optimizer.Resume(checkpoint.State.Step);
        _best.Restore(_parameters.ToDictionary(
            parameter => parameter.Name, parameter => checkpoint.Tensors[CheckpointNames.Best(parameter.Name)], StringComparer.Ordinal));
        Record.Restore(checkpoint.State);
        _tracker.Replay(checkpoint.State.Evaluations);
        _elapsedBefore = checkpoint.State.Elapsed;
        ResumedFromStep = _savedStep = checkpoint.State.Step;
        _logger.LogInformation("Going on from the checkpoint of step {Step} of {TotalSteps}", checkpoint.State.Step, _plan.TotalSteps);
        return checkpoint.State.EndReason;
    }

    private bool Fits(Checkpoint checkpoint) =>
        checkpoint.State.Step == checkpoint.State.Steps.Count
        && checkpoint.State.Step <= _plan.TotalSteps
        && _optimizer.Tensors().All(parameter => ((string[])
            [
                CheckpointNames.Value(parameter.Name),
                CheckpointNames.Mean(parameter.Name),
                CheckpointNames.Square(parameter.Name),
                CheckpointNames.Best(parameter.Name),
            ]).All(name => checkpoint.Tensors.TryGetValue(name, out var tensor) && tensor.Shape.SequenceEqual(parameter.Value.shape)));

    private void Report(TrainingEvaluation? evaluation)
    {
        if (_options.Progress is null)
        {
            return;
        }

        var (last, left) = (Record.Steps[^1], _plan.TotalSteps - Record.Step);
        _options.Progress.Report(new FineTuningProgress
        {
            Step = Record.Step,
            TotalSteps = _plan.TotalSteps,
            Epoch = last.Epoch,
            TotalEpochs = _plan.TotalEpochs,
            Loss = last.Loss,
            LearningRate = last.LearningRate,
            TokensPerSecond = _stepping > TimeSpan.Zero ? _tokensHere / _stepping.TotalSeconds : 0,
            Elapsed = Elapsed,
            Remaining = _stepsHere == 0 ? TimeSpan.Zero : _watch.Elapsed / _stepsHere * left,
            Evaluation = evaluation,
        });
    }
}
