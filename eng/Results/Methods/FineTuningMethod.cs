using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;
using ReportClassification.Pipelines;
using ReportClassification.Training;
using Results.Runs;

namespace Results.Methods;

/// <summary>Fine-tunes the language model. Dev rows decide which epoch is taken and are not learnt from.</summary>
/// <param name="name">Its name on the command line and in stored runs.</param>
/// <param name="title">Its name on the page.</param>
/// <param name="options">The trainer's options, but for seed and threads.</param>
/// <param name="settings">Those that are not the defaults, in words.</param>
internal class FineTuningMethod(string name, string title, LoraTextClassificationOptions options, string settings = "defaults") : IMethod
{
    public string Name => name;

    public string Title => title;

    public bool NeedsModel => true;

    public virtual bool TakesFewLabels => false;

    public virtual bool TakesAllLabels => true;

    public bool IsVariant { get; init; }

    public bool IsRandom => true;

    public virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["transfer"] = options.Method.ToString(),
        ["options"] = settings,
    };

    public Outcome Run(Trial trial)
    {
        var ml = new MLContext(trial.Seed);
        var clock = Stopwatch.StartNew();
        using var trained = Train(ml, trial);
        var training = clock.Elapsed.TotalSeconds;

        clock.Restart();
        var predicted = ml.Data.CreateEnumerable<ScoredReport>(trained.Pipeline.Transform(ReportView.Of(ml, trial.Data.Test)), reuseRowObject: true)
            .Select(row => row.PredictedLabel)
            .ToArray();
        return new Outcome(
            predicted,
            trained.History.TrainingRows,
            trained.History.ValidationRows,
            new RunSeconds { Training = training, Prediction = clock.Elapsed.TotalSeconds },
            Chosen(trained.History)) { Device = trained.History.Device };
    }

    /// <summary>Trains on a trial's rows.</summary>
    protected virtual FineTunedReports Train(MLContext ml, Trial trial) => FineTuningPipeline.Fit(
        ml, trial.Model, Options(trial), ReportView.Of(ml, trial.Train), trial.Dev.Count == 0 ? null : ReportView.Of(ml, trial.Dev));

    /// <summary>The trainer's options for a trial.</summary>
    protected virtual LoraTextClassificationOptions Options(Trial trial) => options with
    {
        Seed = trial.Seed,
        Threads = trial.Threads,
        CancellationToken = trial.Cancellation,
        Prediction = new TextPredictionOptions
        {
            Classifier = new TextClassifierOptions { Device = DevicePreference.Cpu, IntraOpThreads = trial.Threads }, // times are a CPU's, wherever it was trained
            CancellationToken = trial.Cancellation,
        },
    };

    private static Dictionary<string, string> Chosen(TrainingHistory history) => new()
    {
        ["learning rate"] = history.LearningRate.ToString("G4", CultureInfo.InvariantCulture),
        ["steps"] = history.Steps.Count.ToString(CultureInfo.InvariantCulture),
        ["kept step"] = (history.Best?.Step ?? history.Steps.Count).ToString(CultureInfo.InvariantCulture),
    };
}
