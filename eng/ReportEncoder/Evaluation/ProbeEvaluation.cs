using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Inference;
using ReportEncoder.Data;

namespace ReportEncoder.Evaluation;

/// <summary>
/// Linear probes on frozen embeddings: fitted on a few training rows of each class, and on all of them, and scored on the dev
/// rows. Test rows are not read.
/// </summary>
internal sealed class ProbeEvaluation(TextEmbedder embedder, string dataFolder, int draws, Action<string> log)
{
    private static readonly int[] ShotsPerClass = [8, 16];

    public IEnumerable<ProbeScore> Measure()
    {
        foreach (var dataSet in LabelledText.DataSets)
        {
            var rows = LabelledText.Read(dataFolder, dataSet).Where(row => row.Split is "train" or "dev").ToArray();
            var vectors = embedder.Embed([.. rows.Select(row => row.Text)]);
            var (train, dev) = (Rows("train"), Rows("dev"));
            foreach (var shots in ShotsPerClass)
            {
                yield return Report(Average(dataSet, shots, [.. Enumerable.Range(1, draws).Select(
                    draw => Score(FewOfEach(train, shots, draw), dev))]));
            }

            yield return Report(Average(dataSet, null, [Score(train, dev)]));

            ProbeRow[] Rows(string split) =>
            [
                .. rows.Zip(vectors).Where(pair => pair.First.Split == split)
                    .Select(pair => new ProbeRow { Label = pair.First.Label, Features = pair.Second }),
            ];
        }
    }

    /// <summary>Some rows of each class, chosen by the number of the draw.</summary>
    internal static ProbeRow[] FewOfEach(ProbeRow[] rows, int perClass, int draw)
    {
        var random = new Random(draw);
        return
        [
            .. rows.GroupBy(row => row.Label).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(group =>
            {
                var members = group.ToArray();
                random.Shuffle(members);
                return members.Take(perClass);
            }),
        ];
    }

    private (double Accuracy, double MacroF1) Score(ProbeRow[] train, ProbeRow[] dev)
    {
        var ml = new MLContext(seed: 1);
        var model = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.LinearProbe())
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(ProbeRow.View(ml, train, embedder.Dimensions));
        var scored = model.Transform(ProbeRow.View(ml, dev, embedder.Dimensions));
        var predictions = ml.Data.CreateEnumerable<ProbePrediction>(scored, reuseRowObject: false);
        return ClassScores.Of(dev.Select(row => row.Label), predictions.Select(row => row.PredictedLabel));
    }

    private static ProbeScore Average(string dataSet, int? perClass, (double Accuracy, double MacroF1)[] scores)
    {
        var mean = scores.Average(score => score.Accuracy);
        return new ProbeScore(dataSet, perClass, mean, scores.Average(score => score.MacroF1),
            Math.Sqrt(scores.Sum(score => Math.Pow(score.Accuracy - mean, 2)) / Math.Max(1, scores.Length - 1)));
    }

    private ProbeScore Report(ProbeScore score)
    {
        log($"{score.DataSet}, {(score.PerClass is { } shots ? $"{shots} of each class" : "all rows")}: {score.Accuracy:F3}");
        return score;
    }
}
