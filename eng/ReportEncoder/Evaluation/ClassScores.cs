namespace ReportEncoder.Evaluation;

/// <summary>Accuracy and the mean of the classes' F1.</summary>
internal static class ClassScores
{
    public static (double Accuracy, double MacroF1) Of(IEnumerable<string> actual, IEnumerable<string> predicted)
    {
        var pairs = actual.Zip(predicted).ToArray();
        var f1 = pairs.Select(pair => pair.First).Distinct().Average(label =>
        {
            var hits = pairs.Count(p => p.First == label && p.Second == label);
            return hits == 0 ? 0 : 2.0 * hits / (pairs.Count(p => p.First == label) + pairs.Count(p => p.Second == label));
        });
        return (pairs.Count(pair => pair.First == pair.Second) / (double)pairs.Length, f1);
    }
}
