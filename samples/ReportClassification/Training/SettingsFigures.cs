using ReportClassification.Commands;

namespace ReportClassification.Training;

/// <summary>The settings that decide the figures.</summary>
internal sealed record SettingsFigures(string Head, string ClassWeighting, string Precision, int Seed, IReadOnlyList<string> TextColumns, string LabelColumn, int? Folds, IReadOnlyList<float> L2)
{
    /// <param name="settings">What the user asked for.</param>
    /// <param name="l2">The strength of L2 that each trained linear probe chose.</param>
    public static SettingsFigures Of(TrainSettings settings, IReadOnlyList<float> l2) => new(
        settings.Head.ToString(),
        settings.ClassWeighting.ToString(),
        settings.Embedder.Precision.ToString(),
        settings.Seed,
        settings.Columns.Text,
        settings.Columns.Label,
        settings.Folds,
        l2);
}
