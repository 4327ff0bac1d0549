using Microsoft.ML;
using Microsoft.ML.Trainers;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Models;
using ReportClassification.Commands;
using ReportClassification.Evaluation;
using ReportClassification.Pipelines;

namespace ReportClassification.Training;

/// <summary>Trains classifiers on the embeddings of a frozen language model. The dev rows are learnt from as well.</summary>
internal sealed class FrozenTrainer : IReportTrainer
{
    private readonly TrainSettings _settings;
    private readonly CancellationToken _cancellation;
    private readonly LanguageModel _model;
    private readonly LlmEmbeddingOptions _options;
    private readonly LlmEmbeddingTransformer _embedding;
    private readonly EmbeddingMeter _meter = new();
    private readonly DataPlan _plan;
    private readonly List<float> _chosenL2 = [];
    private EmbeddedReports? _embedded;

    public FrozenTrainer(TrainSettings settings, DataPlan plan, CancellationToken cancellation)
    {
        _settings = settings;
        _plan = plan;
        _cancellation = cancellation;
        _model = LanguageModel.FromPretrained(settings.ModelFolder);
        _options = new LlmEmbeddingOptions { Embedder = settings.Embedder, Progress = _meter, CancellationToken = cancellation };
        var ml = new MLContext(settings.Seed);
        // Holds the language model open from here on, so that it is loaded once, and tells the device before the work begins.
        _embedding = ml.Transforms.Text.LlmEmbedding(_model, _options).Fit(ReportView.Of(ml, []));
        _meter.Watch(_embedding.Embedder);
        Model = ModelFigures.Of(_embedding.Embedder, settings.Embedder, withFingerprint: settings.ResultFile is not null);
    }

    public ModelFigures Model { get; }

    public IWorkMeter Meter => _meter;

    public TrialFigures Run(MLContext ml, Trial trial, KeptModel? kept)
    {
        var isOneOfMany = _settings.Folds is not null || _settings.Seeds > 1;
        return isOneOfMany && trial.Test.Count > 0 ? RunOnEmbeddings(ml, trial) : RunPipeline(ml, trial, kept);
    }

    public TrainingResult Complete(TrainingResult result) => result with
    {
        Embedding = EmbeddingFigures.Of(_embedding.Embedder.Statistics),
        Settings = result.Settings with { L2 = _chosenL2 },
        Seconds = result.Seconds with { Embedding = _meter.Time.TotalSeconds, Texts = _meter.Texts },
    };

    public void Dispose() => _embedding.Dispose();

    /// <summary>Trains the whole pipeline, and tests it.</summary>
    private TrialFigures RunPipeline(MLContext ml, Trial trial, KeptModel? kept)
    {
        _meter.StartPass(trial.Training.Count);
        var (trained, l2) = Fit(ReportPipeline.Create(ml, _model, _options, Classifier(ml, trial.Seed)), ReportView.Of(ml, trial.Training));
        using var owner = trained as IDisposable;
        EvaluationFigures? test = null;
        if (trial.Test.Count > 0)
        {
            _meter.StartPass(trial.Test.Count);
            test = HoldOutTest.Run(ml, trained, trial);
        }

        if (kept?.PipelineFile is { } file)
            ReportView.Save(ml, trained, file.Stream);
        return new TrialFigures(test, l2, []);
    }

    /// <summary>Trains and tests the classifier on vectors that all trials share.</summary>
    private TrialFigures RunOnEmbeddings(MLContext ml, Trial trial)
    {
        if (_embedded is null)
        {
            var rows = _plan.Rows.ToArray();
            _meter.StartPass(rows.Length);
            _embedded = new EmbeddedReports(ml, _embedding.Transform(ReportView.Of(ml, rows)));
        }

        var classifier = Classifier(ml, trial.Seed).Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var (trained, l2) = Fit(classifier, _embedded.View(ml, trial.Training));
        var scored = trained.Transform(_embedded.View(ml, trial.Test));
        return new TrialFigures(Evaluator.Evaluate(ml, scored, trial.Test, trial.Unseen), l2, []);
    }

    private IEstimator<ITransformer> Classifier(MLContext ml, int seed) => ReportPipeline.Classifier(ml, _settings.Head, new LinearProbeOptions
    {
        ClassWeighting = _settings.ClassWeighting,
        Seed = seed,
        CancellationToken = _cancellation,
    });

    private (ITransformer Trained, IReadOnlyList<float> L2) Fit(IEstimator<ITransformer> pipeline, IDataView data)
    {
        _cancellation.ThrowIfCancellationRequested();
        var trained = pipeline.Fit(data);
        var l2 = Parts(trained).OfType<LinearProbeTransformer<MaximumEntropyModelParameters>>().Select(probe => probe.Selection.L2Regularization).ToArray();
        _chosenL2.AddRange(l2);
        return (trained, l2);
    }

    private static IEnumerable<ITransformer> Parts(ITransformer trained) =>
        trained is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [trained];
}
