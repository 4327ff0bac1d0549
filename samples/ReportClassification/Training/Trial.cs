using ReportClassification.Data;

namespace ReportClassification.Training;

/// <summary>One training and its test.</summary>
/// <param name="Seed">Decides what is random in the training.</param>
/// <param name="Fold">The number of the fold that is tested on; null with a split, and for a training on all rows.</param>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Dev">Rows to choose on; may be empty.</param>
/// <param name="Training">Both, in the order of the file.</param>
/// <param name="Test">Rows to test on; empty for a training on all rows.</param>
/// <param name="Unseen">The positions of the test rows whose text is in none of the others.</param>
internal sealed record Trial(
    int Seed,
    int? Fold,
    IReadOnlyList<LabelledReport> Train,
    IReadOnlyList<LabelledReport> Dev,
    IReadOnlyList<LabelledReport> Training,
    IReadOnlyList<LabelledReport> Test,
    IReadOnlySet<long> Unseen)
{
    /// <summary>The trial on a split.</summary>
    public static Trial Of(int seed, HoldOut split) => new(seed, null, split.Train, split.Dev, split.Training, split.Test, split.UnseenTest());

    /// <summary>The trials of a cross-validation: each fold is tested once, and the others are learnt from.</summary>
    public static IEnumerable<Trial> Of(int seed, IReadOnlyList<IReadOnlyList<LabelledReport>> folds) => folds.Select((fold, i) =>
    {
        var others = folds.Where((_, other) => other != i).SelectMany(reports => reports).ToArray();
        return new Trial(seed, i + 1, others, [], others, fold, fold.Select(report => report.Position).ToHashSet());
    });

    /// <summary>A training on all rows, for a model to keep.</summary>
    public static Trial OnAll(int seed, IReadOnlyList<LabelledReport> reports) => new(seed, null, reports, [], reports, [], new HashSet<long>());
}
