namespace ReportClassification.Data;

/// <summary>The rows to learn from and the rows to test on.</summary>
/// <param name="Training">Train and dev rows.</param>
/// <param name="Test">Test rows.</param>
/// <param name="Source">Where the parts come from, in words.</param>
internal sealed record HoldOut(IReadOnlyList<LabelledReport> Training, IReadOnlyList<LabelledReport> Test, string Source)
{
    /// <summary>Those of the training rows that the file marks for choosing; none where it was cut at random.</summary>
    public IReadOnlyList<LabelledReport> Dev { get; } = [.. Training.Where(report => report.Split == DataSplit.Dev)];

    /// <summary>The training rows that are not for choosing.</summary>
    public IReadOnlyList<LabelledReport> Train { get; } = [.. Training.Where(report => report.Split != DataSplit.Dev)];

    /// <summary>Takes the parts that the file names, or cuts at random where it names none.</summary>
    public static HoldOut Of(IReadOnlyList<LabelledReport> reports, double testFraction, int seed)
    {
        if (reports[0].Split is null)
        {
            var (training, test) = StratifiedParts.TrainTest(reports, testFraction, seed);
            return Checked(new(training, test, FormattableString.Invariant($"random, stratified, seed {seed}")));
        }

        return Checked(new(
            [.. reports.Where(report => report.Split != DataSplit.Test)],
            [.. reports.Where(report => report.Split == DataSplit.Test)],
            "from the file"));
    }

    /// <summary>Checks that the train rows alone will do, for a training that only chooses on the dev rows.</summary>
    public HoldOut CheckedForFineTuning()
    {
        var classes = Train.Select(report => report.Label).ToHashSet(StringComparer.Ordinal);
        if (classes.Count < 2)
            throw new UserErrorException("The train rows have fewer than two classes. Fine-tuning does not learn from dev rows.");
        var strangers = Dev.Concat(Test).Where(report => !classes.Contains(report.Label)).ToArray();
        return strangers.Length == 0
            ? this
            : throw new UserErrorException(
                $"{strangers.Length} dev or test rows have a label that no train row has; the first is at line or row {strangers[0].Position}. Fine-tuning does not learn from dev rows.");
    }

    /// <summary>Test rows whose text is in no training row.</summary>
    public IReadOnlySet<long> UnseenTest()
    {
        var seen = Training.Select(report => ReportText.Fold(report.Text)).ToHashSet(StringComparer.Ordinal);
        return Test.Where(report => !seen.Contains(ReportText.Fold(report.Text))).Select(report => report.Position).ToHashSet();
    }

    private static HoldOut Checked(HoldOut parts)
    {
        if (parts.Test.Count == 0)
            throw new UserErrorException("There are no test rows. Mark some in the split column, or leave --split out for a random split.");
        var classes = parts.Training.Select(report => report.Label).ToHashSet(StringComparer.Ordinal);
        if (classes.Count < 2)
            throw new UserErrorException("The train and dev rows have fewer than two classes.");
        var strangers = parts.Test.Where(report => !classes.Contains(report.Label)).ToArray();
        return strangers.Length == 0
            ? parts
            : throw new UserErrorException(
                $"{strangers.Length} test rows have a label that no train or dev row has; the first is at line or row {strangers[0].Position}.");
    }
}
