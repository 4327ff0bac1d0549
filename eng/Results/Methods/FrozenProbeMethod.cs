using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using MLNet.LlmExtensions;
using ReportClassification.Data;
using ReportClassification.Pipelines;
using Results.Embeddings;
using Results.Runs;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace Results.Methods;

/// <summary>
/// The frozen model's embeddings and a linear probe with its defaults. It learns from train and dev rows alike, because it
/// chooses its regularisation by cross-validation among them.
/// </summary>
/// <param name="name">Its name on the command line and in stored runs.</param>
/// <param name="title">Its name on the page.</param>
/// <param name="kinds">How the frozen model embeds; the vectors of several ways are put side by side.</param>
/// <param name="settings">What is not the usual way, in words; null for the usual way.</param>
internal sealed class FrozenProbeMethod(string name, string title, IReadOnlyList<EmbeddingKind> kinds, KeyValuePair<string, string>? settings = null) : IMethod
{
    public string Name => name;

    public string Title => title;

    public bool NeedsModel => true;

    public bool TakesFewLabels => true;

    public bool TakesAllLabels => true;

    public bool IsVariant => false;

    public bool IsRandom => true; // the folds

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(
        settings is { } other ? [new("head", "LinearProbe, defaults"), other] : [new("head", "LinearProbe, defaults")]);

    public Outcome Run(Trial trial)
    {
        var embeddings = kinds.Select(kind => trial.Embeddings.Of(trial.Data, kind, trial.Cancellation)).ToArray();
        var ml = new MLContext(trial.Seed);
        var clock = Stopwatch.StartNew();
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue)
            .Append(ml.MulticlassClassification.Trainers.LinearProbe(new LinearProbeOptions { Seed = trial.Seed, MaximumThreads = trial.Threads, CancellationToken = trial.Cancellation }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var trained = pipeline.Fit(View(ml, embeddings, trial.Training));
        var training = clock.Elapsed.TotalSeconds;

        clock.Restart();
        var predicted = ml.Data.CreateEnumerable<ScoredReport>(trained.Transform(View(ml, embeddings, trial.Data.Test)), reuseRowObject: true)
            .Select(row => row.PredictedLabel)
            .ToArray();
        var prediction = clock.Elapsed.TotalSeconds;

        var probe = trained.OfType<LinearProbeTransformer<MaximumEntropyModelParameters>>().Single();
        return new Outcome(
            predicted,
            trial.Training.Count,
            0,
            new RunSeconds { EmbeddingPerText = embeddings.Sum(texts => texts.SecondsPerText), Training = training, Prediction = prediction },
            new Dictionary<string, string> { ["L2"] = probe.Selection.L2Regularization.ToString("G6", CultureInfo.InvariantCulture) });
    }

    private static IDataView View(MLContext ml, EmbeddedTexts[] embeddings, IReadOnlyList<LabelledReport> rows) => EmbeddedReport.Load(
        ml, [.. rows.Select(row => new EmbeddedReport { Label = row.Label, Position = row.Position, Features = [.. embeddings.SelectMany(texts => texts.Of(row))] })]);
}
