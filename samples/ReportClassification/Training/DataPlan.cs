using ReportClassification.Commands;
using ReportClassification.Data;

namespace ReportClassification.Training;

/// <summary>Which rows are learnt from and which are tested on: one split, or folds.</summary>
/// <param name="Split">The split; null in cross-validation.</param>
/// <param name="Folds">The folds; null with a split.</param>
/// <param name="Figures">What the data is like.</param>
internal sealed record DataPlan(HoldOut? Split, IReadOnlyList<IReadOnlyList<LabelledReport>>? Folds, DataFigures Figures)
{
    /// <summary>All rows, part by part.</summary>
    public IEnumerable<LabelledReport> Rows => Folds?.SelectMany(fold => fold) ?? Split!.Training.Concat(Split.Test);

    /// <summary>The trainings and tests with a seed. The parts are the same for every seed.</summary>
    public IEnumerable<Trial> Trials(int seed) => Split is { } split ? [Trial.Of(seed, split)] : Trial.Of(seed, Folds!);

    public static DataPlan Of(TrainSettings settings, IReadOnlyList<LabelledReport> reports) =>
        settings.Folds is { } folds ? CrossValidation(settings, reports, folds) : HoldOut(settings, reports);

    private static DataPlan HoldOut(TrainSettings settings, IReadOnlyList<LabelledReport> reports)
    {
        var split = Data.HoldOut.Of(reports, settings.TestFraction, settings.Seed);
        if (settings.FineTuning is not null)
            split = split.CheckedForFineTuning();
        return new(split, null, DataFigures.Of(
            settings.DataFile,
            reports,
            Parts(split, settings.FineTuning is not null),
            split.Source,
            split.Test.Count - split.UnseenTest().Count));
    }

    // Fine-tuning keeps what it learns from apart from what it chooses on.
    private static (string Name, IReadOnlyList<LabelledReport> Reports)[] Parts(HoldOut split, bool fineTuning) => (fineTuning, split.Dev.Count > 0) switch
    {
        (true, true) => [("train", split.Train), ("dev", split.Dev), ("test", split.Test)],
        (true, false) => [("train", split.Training), ("test", split.Test)],
        _ => [("train + dev", split.Training), ("test", split.Test)],
    };

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
