using System.Text.Json.Serialization;
using MLNet.LlmExtensions.Training;

namespace ReportClassification.Training.FineTuning;

/// <summary>How one training of the language model went.</summary>
internal sealed record FineTuningFigures
{
    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>The number of the fold that it was tested on; null with a split, and for a training on all rows.</summary>
    public int? Fold { get; init; }

    /// <summary>Whether its classifier was taken: the validation rows decide between several learning rates.</summary>
    public required bool Chosen { get; init; }

    /// <summary>The highest learning rate, for what is not the head.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The highest learning rate of the head.</summary>
    public required double HeadLearningRate { get; init; }

    /// <summary>Numbers that were trained, the head's included.</summary>
    public required long TrainableParameters { get; init; }

    /// <summary>Rows that were learnt from.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Rows that were chosen on.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Texts longer than a window, which were read in several.</summary>
    public required int LongTexts { get; init; }

    /// <summary>Steps of the optimiser.</summary>
    public required int Steps { get; init; }

    /// <summary>Passes over the training rows, with the fraction of the last one.</summary>
    public required double Epochs { get; init; }

    /// <summary>Why it ended.</summary>
    public required string EndReason { get; init; }

    /// <summary>The step of the checkpoint that it went on from; null where it started anew.</summary>
    public int? ResumedFromStep { get; init; }

    /// <summary>The measurement whose weights were kept; null without validation rows, where the last ones were.</summary>
    public TrainingEvaluation? Best { get; init; }

    /// <summary>The accuracy on the test rows, where it was tested.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>The macro-F1 on the test rows, where it was tested.</summary>
    public double? TestMacroF1 { get; init; }

    /// <summary>The measurements on the validation rows.</summary>
    public required IReadOnlyList<TrainingEvaluation> Evaluations { get; init; }

    /// <summary>The passes over the training rows, with the mean of the loss.</summary>
    public required IReadOnlyList<TrainingEpoch> EpochLosses { get; init; }

    /// <summary>How long it took; after a resumption, all parts together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Everything that happened, step by step: the curve shows it.</summary>
    [JsonIgnore]
    public TrainingHistory History { get; init; } = new();

    public static FineTuningFigures Of(Trial trial, TrainingHistory history, bool chosen) => new()
    {
        Seed = trial.Seed,
        Fold = trial.Fold,
        Chosen = chosen,
        LearningRate = history.LearningRate,
        HeadLearningRate = history.HeadLearningRate,
        TrainableParameters = history.TrainableParameters,
        TrainingRows = history.TrainingRows,
        ValidationRows = history.ValidationRows,
        LongTexts = history.ChunkedTexts,
        Steps = history.Steps.Count,
        Epochs = history.Steps.Count == 0 ? 0 : history.Steps[^1].Epoch,
        EndReason = history.EndReason.ToString(),
        ResumedFromStep = history.ResumedFromStep,
        Best = history.Best,
        Evaluations = history.Evaluations,
        EpochLosses = history.Epochs,
        Seconds = history.Elapsed.TotalSeconds,
        History = history,
    };
}
