using ReportClassification.Commands;
using ReportClassification.Training.FineTuning;

namespace ReportClassification.Training;

/// <summary>The settings that decide the figures.</summary>
internal sealed record SettingsFigures
{
    /// <summary>What learns: frozen, or the way of fine-tuning.</summary>
    public required string Trainer { get; init; }

    /// <summary>The classifier on frozen embeddings; null where the model was fine-tuned.</summary>
    public string? Head { get; init; }

    public required string ClassWeighting { get; init; }

    /// <summary>The precision of a frozen model's weights; null where it was fine-tuned.</summary>
    public string? Precision { get; init; }

    public required int Seed { get; init; }

    /// <summary>How many seeds, from <see cref="Seed"/> on.</summary>
    public required int Seeds { get; init; }

    public required IReadOnlyList<string> TextColumns { get; init; }

    public required string LabelColumn { get; init; }

    public int? Folds { get; init; }

    /// <summary>The strength of L2 that each trained linear probe chose; null where the model was fine-tuned.</summary>
    public IReadOnlyList<float>? L2 { get; init; }

    /// <summary>How the model was fine-tuned; null where it was frozen.</summary>
    public FineTuningSettingsFigures? FineTuning { get; init; }

    /// <param name="settings">What the user asked for.</param>
    public static SettingsFigures Of(TrainSettings settings) => new()
    {
        Trainer = settings.FineTuning?.MethodName ?? "frozen",
        Head = settings.FineTuning is null ? settings.Head.ToString() : null,
        ClassWeighting = settings.ClassWeighting.ToString(),
        Precision = settings.FineTuning is null ? settings.Embedder.Precision.ToString() : null,
        Seed = settings.Seed,
        Seeds = settings.Seeds,
        TextColumns = settings.Columns.Text,
        LabelColumn = settings.Columns.Label,
        Folds = settings.Folds,
    };
}
