using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;

namespace ReportEncoder.Stages;

/// <summary>What the caller says of a training.</summary>
internal sealed record TrainingRun
{
    /// <summary>The model to begin with, by its name in the work folder.</summary>
    public required string From { get; init; }

    /// <summary>What the new model is called there.</summary>
    public required string To { get; init; }

    /// <summary>Steps of the optimiser, over which the learning rate falls to 0.</summary>
    public required int Steps { get; init; }

    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Rows or pairs of a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Tokens of a row.</summary>
    public required int MaximumLength { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Steps between two checkpoints.</summary>
    public int CheckpointInterval { get; init; } = 500;

    /// <summary>The training ends well after so many minutes, whatever steps are left.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>Tokens of one pass; null for the trainer's own choice.</summary>
    public int? TokenBudget { get; init; }

    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Float32;

    public DevicePreference Device { get; init; } = DevicePreference.Auto;

    /// <summary>The machine in words, for the model card.</summary>
    public string Hardware { get; init; } = "";

    /// <summary>Ends the training with a checkpoint, to go on later.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Puts what every training is told into a trainer's options.</summary>
    /// <param name="options">The options with what only their trainer knows.</param>
    /// <param name="work">Where checkpoints go.</param>
    /// <param name="log">Told how it goes.</param>
    /// <param name="stop">Asks for an end that keeps what there is.</param>
    public T Apply<T>(T options, WorkFolder work, Action<string> log, CancellationToken stop)
        where T : TrainingOptions => (T)((TrainingOptions)options with
        {
            MaximumSteps = Steps,
            MaximumBatchSize = BatchSize,
            TokenBudget = TokenBudget,
            EvaluationInterval = Math.Max(1, Steps / 10),
            Precision = Precision,
            Device = Device,
            Seed = Seed,
            CheckpointFolder = work.Checkpoints(To),
            CheckpointInterval = CheckpointInterval,
            Progress = new ProgressLog(log),
            StopToken = stop,
            CancellationToken = Cancellation,
        });

    /// <summary>A source that asks the training to end well when the time is over.</summary>
    public CancellationTokenSource StopSource() => TimeLimit is { } minutes ? new(TimeSpan.FromMinutes(minutes)) : new();
}
