using ReportClassification.Evaluation;

namespace Results.Runs;

/// <summary>How predictions compare with labels.</summary>
/// <param name="Accuracy">The share of rows that are right.</param>
/// <param name="MacroF1">The mean of F1 over all classes of the data set; a class that is never hit counts 0.</param>
/// <param name="ClassF1">F1 of each class.</param>
/// <param name="Confusion">Rows: the true class; columns: the predicted one.</param>
internal sealed record RunScores(double Accuracy, double MacroF1, IReadOnlyList<double> ClassF1, IReadOnlyList<IReadOnlyList<int>> Confusion)
{
    /// <param name="classes">All classes of the data set.</param>
    /// <param name="actual">The labels.</param>
    /// <param name="predicted">The predictions, in the same order.</param>
    public static RunScores Of(IReadOnlyList<string> classes, IReadOnlyList<string> actual, IReadOnlyList<string> predicted)
    {
        if (actual.Count != predicted.Count)
            throw new ArgumentException($"There are {predicted.Count} predictions for {actual.Count} rows.", nameof(predicted));
        var index = classes.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var counts = ConfusionCounts.Of(actual.Zip(predicted, (a, p) => (index[a], index[p])), classes.Count);
        var f1 = Enumerable.Range(0, classes.Count).Select(counts.F1).ToArray();
        return new RunScores(counts.Accuracy, f1.Average(), f1, counts.Matrix);
    }
}
