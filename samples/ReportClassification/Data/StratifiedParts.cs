namespace ReportClassification.Data;

/// <summary>
/// Cuts reports into parts at random so that each part has about its share of every class, and copies of a report share a part.
/// The same seed gives the same parts.
/// </summary>
internal static class StratifiedParts
{
    /// <summary>Cuts into equal parts, for cross-validation.</summary>
    public static IReadOnlyList<IReadOnlyList<LabelledReport>> Folds(IReadOnlyList<LabelledReport> reports, int folds, int seed) =>
        Cut(reports, [.. Enumerable.Repeat(1.0 / folds, folds)], seed);

    /// <summary>Cuts into what to learn from and what to test on.</summary>
    public static (IReadOnlyList<LabelledReport> Training, IReadOnlyList<LabelledReport> Test) TrainTest(
        IReadOnlyList<LabelledReport> reports, double testFraction, int seed)
    {
        var parts = Cut(reports, [1 - testFraction, testFraction], seed);
        return (parts[0], parts[1]);
    }

    private static IReadOnlyList<LabelledReport>[] Cut(IReadOnlyList<LabelledReport> reports, double[] shares, int seed)
    {
        var parts = shares.Select(_ => new List<LabelledReport>()).ToArray();
        var random = new Random(seed);
        foreach (var stratum in DuplicateGroups.Of(reports).GroupBy(group => group[0].Label).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var groups = stratum.ToArray();
            random.Shuffle(groups);
            var filled = new int[shares.Length];
            var placed = 0;
            foreach (var group in groups)
            {
                // The part that lacks most of its share; ties go to the one with fewer rows of other classes, so that rare classes spread.
                placed += group.Count;
                var part = Enumerable.Range(0, shares.Length)
                    .OrderByDescending(i => Math.Round((shares[i] * placed) - filled[i], 9))
                    .ThenBy(i => parts[i].Count / shares[i])
                    .First();
                filled[part] += group.Count;
                parts[part].AddRange(group);
            }
        }

        return Array.ConvertAll(parts, part => (IReadOnlyList<LabelledReport>)[.. part.OrderBy(report => report.Position)]);
    }
}
