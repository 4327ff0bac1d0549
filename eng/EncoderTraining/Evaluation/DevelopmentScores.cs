using EncoderTraining.Data;
using EncoderTraining.Model;
using EncoderTraining.Numerics;
using EncoderTraining.Tokenizer;

namespace EncoderTraining.Evaluation;

/// <summary>
/// How well a logistic regression on the frozen embeddings, fitted on a data set's training rows, does on its dev rows.
/// Test rows are not read.
/// </summary>
/// <param name="DataSet">The data set.</param>
/// <param name="Accuracy">The share of dev rows that are right.</param>
/// <param name="MacroF1">The mean of the classes' F1.</param>
internal sealed record DevelopmentScores(string DataSet, double Accuracy, double MacroF1)
{
    private static readonly float[] Penalties = [0.001f, 0.01f, 0.1f];

    /// <summary>Scores every data set, at the penalty that is best on dev.</summary>
    public static IEnumerable<DevelopmentScores> Measure(
        BertEncoder encoder, WordPieceEncoder tokenizer, string dataFolder)
    {
        var embedder = new SentenceEmbedder(encoder, tokenizer);
        foreach (var dataSet in LabelledText.DataSets)
        {
            var rows = LabelledText.Read(dataFolder, dataSet).Where(r => r.Split is "train" or "dev").ToArray();
            LabelledText[] train = [.. rows.Where(r => r.Split == "train")], dev = [.. rows.Where(r => r.Split == "dev")];
            var classes = rows.Select(r => r.Label).Distinct().Order(StringComparer.Ordinal).ToList();
            Matrix trainFeatures = embedder.Embed([.. train.Select(r => r.Text)]);
            Matrix devFeatures = embedder.Embed([.. dev.Select(r => r.Text)]);
            int[] trainLabels = [.. train.Select(r => classes.IndexOf(r.Label))];
            int[] devLabels = [.. dev.Select(r => classes.IndexOf(r.Label))];
            yield return Penalties
                .Select(l2 => new LogisticRegression(trainFeatures, trainLabels, classes.Count, l2))
                .Select(model => Score(dataSet, devLabels, model.Predict(devFeatures), classes.Count))
                .MaxBy(s => s.Accuracy + s.MacroF1)!;
        }
    }

    private static DevelopmentScores Score(string dataSet, int[] actual, int[] predicted, int classCount)
    {
        var pairs = actual.Zip(predicted).ToArray();
        var f1 = Enumerable.Range(0, classCount).Average(c =>
        {
            var hits = pairs.Count(p => p.First == c && p.Second == c);
            return hits == 0 ? 0 : 2.0 * hits / (pairs.Count(p => p.First == c) + pairs.Count(p => p.Second == c));
        });
        return new DevelopmentScores(dataSet, (double)pairs.Count(p => p.First == p.Second) / pairs.Length, f1);
    }
}
