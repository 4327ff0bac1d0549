using Microsoft.ML;
using Microsoft.ML.Trainers;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Models;
using ReportClassification.Commands;
using ReportClassification.Data;
using ReportClassification.Pipelines;

namespace ReportClassification.Training;

/// <summary>Trains classifiers on reports with one language model and one set of settings.</summary>
internal sealed class ReportTrainer
{
    private readonly TrainSettings _settings;
    private readonly CancellationToken _cancellation;
    private readonly LanguageModel _model;
    private readonly LlmEmbeddingOptions _embedding;
    private readonly List<float> _chosenL2 = [];

    public ReportTrainer(TrainSettings settings, EmbeddingMeter meter, CancellationToken cancellation)
    {
        _settings = settings;
        _cancellation = cancellation;
        _model = LanguageModel.FromPretrained(settings.ModelFolder);
        _embedding = new LlmEmbeddingOptions { Embedder = settings.Embedder, Progress = meter, CancellationToken = cancellation };
        Meter = meter;
        ML = new MLContext(settings.Seed);
    }

    /// <summary>The context of all that is trained and evaluated.</summary>
    public MLContext ML { get; }

    /// <summary>Counts embedded texts.</summary>
    public EmbeddingMeter Meter { get; }

    /// <summary>The strength of L2 that each trained linear probe chose.</summary>
    public IReadOnlyList<float> ChosenL2 => _chosenL2;

    /// <summary>The reports as ML.NET reads them.</summary>
    public IDataView View(IEnumerable<LabelledReport> reports) => ML.Data.LoadFromEnumerable(
        reports.Select(report => new Report { Text = report.Text, Label = report.Label, Position = report.Position }).ToArray());

    /// <summary>The embedding alone. It learns nothing, so any data will do to make it.</summary>
    public LlmEmbeddingTransformer Embedding() => ML.Transforms.Text.LlmEmbedding(_model, _embedding).Fit(View([]));

    /// <summary>Trains the whole pipeline.</summary>
    public ITransformer Fit(IReadOnlyList<LabelledReport> reports)
    {
        Meter.StartPass(reports.Count);
        return Fit(ReportPipeline.Create(ML, _model, _embedding, Classifier()), View(reports));
    }

    /// <summary>Trains the classifier alone, on data with Features and Label.</summary>
    public ITransformer FitClassifier(IDataView embedded) => Fit(Classifier(), embedded);

    private IEstimator<ITransformer> Classifier() => ReportPipeline.Classifier(ML, _settings.Head, new LinearProbeOptions
    {
        ClassWeighting = _settings.ClassWeighting,
        Seed = _settings.Seed,
        CancellationToken = _cancellation,
    });

    private ITransformer Fit(IEstimator<ITransformer> pipeline, IDataView data)
    {
        _cancellation.ThrowIfCancellationRequested();
        var trained = pipeline.Fit(data);
        var parts = trained as IEnumerable<ITransformer> ?? [trained];
        _chosenL2.AddRange(parts.OfType<LinearProbeTransformer<MaximumEntropyModelParameters>>().Select(probe => probe.Selection.L2Regularization));
        return trained;
    }
}
