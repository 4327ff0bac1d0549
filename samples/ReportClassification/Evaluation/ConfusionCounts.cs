namespace ReportClassification.Evaluation;

/// <summary>
/// Counts of true and predicted classes, and the figures that ML.NET does not compute from them: F1 and its mean over classes.
/// </summary>
internal sealed class ConfusionCounts
{
    private readonly int[][] _counts;

    /// <param name="counts">Rows: the true class; columns: the predicted one.</param>
    public ConfusionCounts(IReadOnlyList<IReadOnlyList<int>> counts)
    {
        if (counts.Any(row => row.Count != counts.Count))
            throw new ArgumentException("The matrix is not square.", nameof(counts));
        _counts = [.. counts.Select(row => row.ToArray())];
    }

    /// <summary>Counts pairs of true and predicted classes.</summary>
    public static ConfusionCounts Of(IEnumerable<(int Actual, int Predicted)> pairs, int classes)
    {
        var counts = Enumerable.Range(0, classes).Select(_ => new int[classes]).ToArray();
        foreach (var (actual, predicted) in pairs)
            counts[actual][predicted]++;
        return new ConfusionCounts(counts);
    }

    /// <summary>The matrix.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Matrix => _counts;

    /// <summary>All rows.</summary>
    public int Rows => _counts.Sum(row => row.Sum());

    /// <summary>The share of rows on the diagonal.</summary>
    public double Accuracy => Rows == 0 ? 0 : (double)Enumerable.Range(0, _counts.Length).Sum(c => _counts[c][c]) / Rows;

    /// <summary>
    /// The mean of F1 over the classes that occur, as truth or as prediction. A class that is never hit counts 0; one that
    /// neither occurs nor is predicted has no F1 and does not count.
    /// </summary>
    public double MacroF1
    {
        get
        {
            var occurring = Enumerable.Range(0, _counts.Length).Where(c => Support(c) + Predicted(c) > 0).ToArray();
            return occurring.Length == 0 ? 0 : occurring.Average(F1);
        }
    }

    /// <summary>Rows of a class.</summary>
    public int Support(int c) => _counts[c].Sum();

    /// <summary>Rows predicted to be of a class.</summary>
    public int Predicted(int c) => _counts.Sum(row => row[c]);

    /// <summary>Twice the hits, divided by the rows of the class plus the rows predicted to be of it; 0 where there are none.</summary>
    public double F1(int c) => Support(c) + Predicted(c) == 0 ? 0 : 2.0 * _counts[c][c] / (Support(c) + Predicted(c));

    /// <summary>The share of hits among the rows predicted to be of a class; 0 where there are none.</summary>
    public double Precision(int c) => Predicted(c) == 0 ? 0 : (double)_counts[c][c] / Predicted(c);

    /// <summary>The share of hits among the rows of a class; 0 where there are none.</summary>
    public double Recall(int c) => Support(c) == 0 ? 0 : (double)_counts[c][c] / Support(c);

    /// <summary>Adds another matrix of the same classes.</summary>
    public ConfusionCounts Plus(ConfusionCounts other) =>
        new([.. _counts.Zip(other._counts, (mine, theirs) => mine.Zip(theirs, (a, b) => a + b).ToArray())]);
}
