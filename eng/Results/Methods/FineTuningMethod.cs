using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training;
using ReportClassification.Pipelines;
using ReportClassification.Training;
using Results.Runs;

namespace Results.Methods;

/// <summary>
/// Fine-tunes the language model with the trainer's defaults. Dev rows decide which epoch is taken and are not learnt from. With few
/// labels there are none, and holding back one row in ten would decide nothing: all rows are learnt from, for a number of
/// steps that was settled beforehand, and the last weights are taken.
/// </summary>
internal sealed class FineTuningMethod(string name, string title, TransferMethod transfer) : IMethod
{
    // The trainer's 10 epochs would be 10 to 30 steps on a few rows, hardly more than the warm-up.
    private const int LeastSteps = 200;

    public string Name => name;

    public string Title => title;

    public bool NeedsModel => true;

    public bool TakesFewLabels => true;

    public bool IsRandom => true;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["transfer"] = transfer.ToString(),
        ["options"] = "defaults",
        ["few labels"] = string.Create(CultureInfo.InvariantCulture, $"no rows held back, {LeastSteps} steps or the default epochs if these are more, last weights"),
    };

    public Outcome Run(Trial trial)
    {
        var ml = new MLContext(trial.Seed);
        var clock = Stopwatch.StartNew();
        var few = trial.Dev.Count == 0;
        using var trained = FineTuningPipeline.Fit(
            ml, trial.Model, Options(trial, few), ReportView.Of(ml, trial.Train), few ? null : ReportView.Of(ml, trial.Dev));
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
            Chosen(trained.History));
    }

    private LoraTextClassificationOptions Options(Trial trial, bool few)
    {
        var options = new LoraTextClassificationOptions
        {
            Method = transfer,
            Seed = trial.Seed,
            Threads = trial.Threads,
            CancellationToken = trial.Cancellation,
            Prediction = new TextPredictionOptions
            {
                Classifier = new TextClassifierOptions { IntraOpThreads = trial.Threads },
                CancellationToken = trial.Cancellation,
            },
        };
        if (!few)
            return options;
        var steps = (trial.Train.Count + options.MaximumBatchSize - 1) / options.MaximumBatchSize;
        var defaultEpochs = transfer == TransferMethod.Head ? 200 : 10;
        return options with { ValidationFraction = 0, Epochs = Math.Max(defaultEpochs, (LeastSteps + steps - 1) / steps) };
    }

    private static Dictionary<string, string> Chosen(TrainingHistory history) => new()
    {
        ["learning rate"] = history.LearningRate.ToString("G4", CultureInfo.InvariantCulture),
        ["steps"] = history.Steps.Count.ToString(CultureInfo.InvariantCulture),
        ["kept step"] = (history.Best?.Step ?? history.Steps.Count).ToString(CultureInfo.InvariantCulture),
    };
}
