namespace ReportClassification.Training;

/// <summary>The figures over several seeds; with cross-validation, those of a seed are its means over the folds.</summary>
/// <param name="Seeds">The seeds.</param>
/// <param name="Accuracy">Over the seeds.</param>
/// <param name="MacroF1">Over the seeds.</param>
/// <param name="LogLoss">Over the seeds.</param>
internal sealed record OverSeedsFigures(IReadOnlyList<int> Seeds, MeanAndDeviation Accuracy, MeanAndDeviation MacroF1, MeanAndDeviation LogLoss)
{
    public static OverSeedsFigures Of(IReadOnlyList<SeedFigures> seeds) => new(
        [.. seeds.Select(seed => seed.Seed)],
        MeanAndDeviation.Of([.. seeds.Select(seed => seed.Accuracy())]),
        MeanAndDeviation.Of([.. seeds.Select(seed => seed.MacroF1())]),
        MeanAndDeviation.Of([.. seeds.Select(seed => seed.LogLoss())]));
}
