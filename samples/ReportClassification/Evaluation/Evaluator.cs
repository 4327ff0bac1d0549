using Microsoft.ML;
using ReportClassification.Data;
using ReportClassification.Pipelines;

namespace ReportClassification.Evaluation;

/// <summary>Compares predictions with labels. Accuracy, log-loss, precision, recall and the confusion matrix are ML.NET's.</summary>
internal static class Evaluator
{
    /// <param name="ml">The context.</param>
    /// <param name="scored">Rows with Label (a key), Score, PredictedLabel (text) and Position, cheap to read several times.</param>
    /// <param name="reports">The same rows as they stand in the file.</param>
    /// <param name="unseen">The positions of the rows whose text is in no training row.</param>
    public static EvaluationFigures Evaluate(MLContext ml, IDataView scored, IReadOnlyList<LabelledReport> reports, IReadOnlySet<long> unseen)
    {
        var metrics = ml.MulticlassClassification.Evaluate(scored);
        var labels = ClassNames.Of(scored.Schema["Score"]);
        var matrix = metrics.ConfusionMatrix;
        var counts = new ConfusionCounts([.. matrix.Counts.Select(row => row.Select(count => (int)count).ToArray())]);
        var classes = labels.Select((label, c) =>
            new ClassFigures(label, matrix.PerClassPrecision[c], matrix.PerClassRecall[c], counts.F1(c), counts.Support(c)));
        return new EvaluationFigures(
            reports.Count,
            metrics.MicroAccuracy,
            counts.MacroF1,
            metrics.LogLoss,
            [.. classes],
            counts.Matrix,
            unseen.Count == reports.Count ? null : Unseen(ml, scored, reports, unseen, labels));
    }

    private static UnseenFigures Unseen(
        MLContext ml, IDataView scored, IReadOnlyList<LabelledReport> reports, IReadOnlySet<long> unseen, IReadOnlyList<string> labels)
    {
        var index = labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i, StringComparer.Ordinal);
        var actual = reports.ToDictionary(report => report.Position, report => index[report.Label]);
        var counts = ConfusionCounts.Of(
            ml.Data.CreateEnumerable<ScoredReport>(scored, reuseRowObject: true)
                .Where(row => unseen.Contains(row.Position))
                .Select(row => (actual[row.Position], index[row.PredictedLabel])),
            labels.Count);
        return new UnseenFigures(counts.Rows, counts.Accuracy, counts.MacroF1);
    }
}
