using ReportClassification.Commands;
using ReportClassification.Data;

namespace ReportClassification.Training;

/// <summary>Which rows are learnt from and which are tested on: one split, or folds.</summary>
/// <param name="Split">The split; null in cross-validation.</param>
/// <param name="Folds">The folds; null with a split.</param>
/// <param name="Figures">What the data is like.</param>
internal sealed record DataPlan(HoldOut? Split, IReadOnlyList<IReadOnlyList<LabelledReport>>? Folds, DataFigures Figures)
{
    public static DataPlan Of(TrainSettings settings, IReadOnlyList<LabelledReport> reports) =>
        settings.Folds is { } folds ? CrossValidation(settings, reports, folds) : HoldOut(settings, reports);

    private static DataPlan HoldOut(TrainSettings settings, IReadOnlyList<LabelledReport> reports)
    {
        var split = Data.HoldOut.Of(reports, settings.TestFraction, settings.Seed);
        return new(split, null, DataFigures.Of(
            settings.DataFile,
            reports,
            [("train + dev", split.Training), ("test", split.Test)],
            split.Source,
            split.Test.Count - split.UnseenTest().Count));
    }

    private static DataPlan CrossValidation(TrainSettings settings, IReadOnlyList<LabelledReport> reports, int folds)
    {
        var parts = StratifiedParts.Folds(reports, folds, settings.Seed);
        if (parts.Any(part => part.Count == 0))
            throw new UserErrorException($"--folds is {folds}, but there are only {DuplicateGroups.Of(reports).Count} different texts.");
        return new(null, parts, DataFigures.Of(
            settings.DataFile,
            reports,
            [.. parts.Select((part, i) => (FormattableString.Invariant($"fold {i + 1}"), part))],
            FormattableString.Invariant($"random, stratified, seed {settings.Seed}"),
            null));
    }
}
