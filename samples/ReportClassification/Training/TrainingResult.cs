using ReportClassification.Evaluation;
using ReportClassification.Training.FineTuning;

namespace ReportClassification.Training;

/// <summary>All that a training command found out.</summary>
internal sealed record TrainingResult
{
    /// <summary>The command's arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required EnvironmentFigures Environment { get; init; }

    public required ModelFigures Model { get; init; }

    public required SettingsFigures Settings { get; init; }

    public required DataFigures Data { get; init; }

    /// <summary>Whether Ctrl+C ended a training early; those that were still to come did not take place.</summary>
    public bool Stopped { get; init; }

    /// <summary>The figures on the test rows, with a split and one seed.</summary>
    public EvaluationFigures? Test { get; init; }

    /// <summary>The figures over the folds, with cross-validation and one seed.</summary>
    public CrossValidationFigures? CrossValidation { get; init; }

    /// <summary>The figures over the seeds, with several.</summary>
    public OverSeedsFigures? OverSeeds { get; init; }

    /// <summary>The figures of each seed, with several.</summary>
    public IReadOnlyList<SeedFigures>? Seeds { get; init; }

    /// <summary>How each fine-tuning went, in order; null where the model was frozen.</summary>
    public IReadOnlyList<FineTuningFigures>? FineTuning { get; init; }

    /// <summary>What a frozen model read; null where it was fine-tuned.</summary>
    public EmbeddingFigures? Embedding { get; init; }

    public required Timing Seconds { get; init; }

    /// <summary>The most memory that the process held at a time, in bytes, as the operating system counts it. Memory of a GPU is not part of it.</summary>
    public required long PeakMemory { get; init; }
}
