using Microsoft.ML;
using MLNet.LlmExtensions;
using ReportClassification.Data;
using ReportClassification.Pipelines;

namespace ReportClassification.Prediction;

/// <summary>A model that the training command saved.</summary>
internal sealed class SavedModel : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly ITransformer _model;

    public SavedModel(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"There is no model file '{path}'.");
        try
        {
            _model = _ml.Model.Load(path, out _);
        }
        catch (Exception exception) when (exception is IOException or FormatException or InvalidOperationException or InvalidDataException or ArgumentException)
        {
            throw new UserErrorException($"'{path}' is not a model that can be loaded: {exception.Message}");
        }
    }

    /// <summary>Classifies a stream of records in batches, which is several times as fast as one by one. Lazy.</summary>
    public IEnumerable<PredictedReport> Classify(IEnumerable<IRecord> records, IReadOnlyList<string> textColumns, List<string> classNames, CancellationToken cancellation)
    {
        var reports = records.Select(record => new Report
        {
            Text = ReportText.Join(record, textColumns),
            Id = record.Value(ReportColumns.Id),
            Position = record.Position,
        });

        // One of the two finds nothing to do: a model reads texts with a frozen language model or with a fine-tuned one.
        var batched = _model
            .WithBatchedEmbeddings(options => options with { CancellationToken = cancellation })
            .WithBatchedPredictions(options => options with { CancellationToken = cancellation });
        using var owner = batched as IDisposable;
        var scored = batched.Transform(_ml.Data.LoadFromEnumerable(reports));
        classNames.AddRange(ClassNames.Of(scored.Schema["Score"]));
        foreach (var row in _ml.Data.CreateEnumerable<ScoredReport>(scored, reuseRowObject: false))
            yield return new PredictedReport(row.Position, row.Id.Length == 0 ? null : row.Id, row.PredictedLabel, row.Score);
    }

    /// <summary>Classifies texts one by one, each as soon as it is there. Lazy.</summary>
    public IEnumerable<PredictedReport> Classify(IEnumerable<string> texts, List<string> classNames, CancellationToken cancellation)
    {
        using var engine = _ml.Model.CreatePredictionEngine<Report, ScoredReport>(_model, new PredictionEngineOptions { OwnsTransformer = false });
        classNames.AddRange(ClassNames.Of(engine.OutputSchema["Score"]));
        var row = 0L;
        foreach (var text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            var prediction = engine.Predict(new Report { Text = text });
            yield return new PredictedReport(++row, null, prediction.PredictedLabel, prediction.Score);
        }
    }

    public void Dispose() => (_model as IDisposable)?.Dispose();
}
