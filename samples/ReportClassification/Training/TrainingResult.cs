using ReportClassification.Evaluation;

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

    /// <summary>The figures on the test rows, with a split.</summary>
    public EvaluationFigures? Test { get; init; }

    /// <summary>The figures over the folds, with cross-validation.</summary>
    public CrossValidationFigures? CrossValidation { get; init; }

    public required EmbeddingFigures Embedding { get; init; }

    public required Timing Seconds { get; init; }
}
