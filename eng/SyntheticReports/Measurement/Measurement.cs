using SyntheticReports.Corpus;
using SyntheticReports.Reports;

namespace SyntheticReports.Measurement;

/// <summary>How far simple classifiers get on the corpus: L2 is chosen on dev, the final fit uses train and dev, test is used once.</summary>
public static class Measurement
{
    private static readonly double[] Penalties = [3e-5, 1e-4, 3e-4, 1e-3, 3e-3];

    /// <summary>Measures all classifiers; one line of text for each.</summary>
    public static IEnumerable<string> Run(IReadOnlyList<SyntheticReport> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        yield return "classifier, test accuracy, test macro-F1";
        var test = Part(rows, "test");
        var most = Part(rows, "train").CountBy(row => row.Label).MaxBy(pair => pair.Value).Key;
        yield return Line("most frequent label", test, [.. test.Select(_ => most)]);
        yield return Measure("words and word pairs", rows, NGramFeatures.Words);
        yield return Measure("words and word pairs, marked by clause", rows, ScopeTagger.Words);
    }

    private static string Measure(string name, IReadOnlyList<SyntheticReport> rows, Func<string, List<string>> words)
    {
        var train = Part(rows, "train");
        var dev = Part(rows, "dev");
        var test = Part(rows, "test");
        var penalty = Penalties.MaxBy(l2 => MacroF1(dev, Predict(train, dev, l2, words)));
        return Line(FormattableString.Invariant($"{name} (L2 = {penalty})"), test, Predict([.. train, .. dev], test, penalty, words));
    }

    private static List<string> Predict(List<SyntheticReport> training, List<SyntheticReport> rows, double l2, Func<string, List<string>> words)
    {
        var trainingWords = training.ConvertAll(row => (IReadOnlyList<string>)words(row.Text));
        var features = new NGramFeatures(trainingWords);
        var labels = Label.All.ToList();
        var model = new LogisticRegression(
            trainingWords.ConvertAll(features.Vector),
            training.ConvertAll(row => labels.IndexOf(row.Label)),
            labels.Count,
            features.Count,
            l2);
        return rows.ConvertAll(row => labels[model.Predict(features.Vector(words(row.Text)))]);
    }

    private static string Line(string name, List<SyntheticReport> rows, List<string> predictions)
    {
        var accuracy = rows.Where((row, i) => row.Label == predictions[i]).Count() / (double)rows.Count;
        return FormattableString.Invariant($"{name}, {accuracy:0.000}, {MacroF1(rows, predictions):0.000}");
    }

    private static double MacroF1(List<SyntheticReport> rows, List<string> predictions) => Label.All.Average(label =>
    {
        var hits = rows.Where((row, i) => row.Label == label && predictions[i] == label).Count();
        return 2.0 * hits / (rows.Count(row => row.Label == label) + predictions.Count(p => p == label));
    });

    private static List<SyntheticReport> Part(IReadOnlyList<SyntheticReport> rows, string split) => [.. rows.Where(row => row.Split == split)];
}
