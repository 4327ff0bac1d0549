using System.Globalization;
using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using ReportClassification.Commands;
using ReportClassification.Pipelines;

namespace ReportClassification.Training.FineTuning;

/// <summary>Fine-tunes the language model. The dev rows decide which epoch and which learning rate are taken; nothing is learnt from them.</summary>
internal sealed class FineTuner : IReportTrainer
{
    private readonly FineTuningSettings _settings;
    private readonly Interruption _interruption;
    private readonly LanguageModel _model;
    private readonly FineTuningMeter _meter;
    private readonly bool _hasDevRows;
    private readonly bool _isOneOfMany;
    private double _seconds;

    public FineTuner(TrainSettings settings, DataPlan plan, Interruption interruption)
    {
        _settings = settings.FineTuning ?? throw new ArgumentException("The settings are not about fine-tuning.", nameof(settings));
        _interruption = interruption;
        _hasDevRows = plan.Split?.Dev.Count > 0;
        _model = LanguageModel.FromPretrained(settings.ModelFolder);
        Model = ModelFigures.Of(_model, _settings.Options, withFingerprint: settings.ResultFile is not null);
        var trials = (settings.Seeds * (settings.Folds ?? 1)) + (settings.Folds is not null && settings.KeepsModel ? 1 : 0);
        var trainings = trials * Math.Max(1, _settings.LearningRates.Count);
        _isOneOfMany = trainings > 1;
        _meter = new FineTuningMeter(_settings.MethodName, trainings);
    }

    public ModelFigures Model { get; private set; }

    public IWorkMeter Meter => _meter;

    public TrialFigures Run(MLContext ml, Trial trial, KeptModel? kept)
    {
        using var candidates = new Candidates(_settings.Options.Metric);
        foreach (var rate in Rates())
        {
            if (candidates.Count > 0 && _interruption.Stop.IsCancellationRequested)
                break;
            _meter.StartTraining();
            candidates.Add(() => Fit(ml, trial, rate));
        }

        var (best, figures) = candidates.Choose(trial);
        _seconds += figures.Sum(training => training.Seconds);
        Model = Model with { Device = best.History.Device.ToUpperInvariant() };
        var test = trial.Test.Count > 0 ? HoldOutTest.Run(ml, best.Pipeline, trial) : null;
        if (kept?.PipelineFile is { } file)
            ReportView.Save(ml, best.Pipeline, file.Stream);
        if (kept?.AdapterFolder is { } folder)
            best.Classifier.Model.ToAdapter().Save(folder);
        return new TrialFigures(test, [], [.. figures.Select(training => training.Chosen ? training with { TestAccuracy = test?.Accuracy, TestMacroF1 = test?.MacroF1 } : training)]);
    }

    public TrainingResult Complete(TrainingResult result) => result with
    {
        Model = Model,
        Settings = result.Settings with { FineTuning = FineTuningSettingsFigures.Of(_settings, _hasDevRows) },
        Seconds = result.Seconds with { FineTuning = _seconds },
    };

    public void Dispose()
    {
    }

    private IEnumerable<double?> Rates() => _settings.LearningRates.Count == 0 ? [null] : _settings.LearningRates.Select(rate => (double?)rate);

    private FineTunedReports Fit(MLContext ml, Trial trial, double? rate)
    {
        var isHead = _settings.Options.Method == TransferMethod.Head;
        var options = _settings.Options with
        {
            Seed = trial.Seed,
            LearningRate = isHead ? null : rate,
            HeadLearningRate = isHead ? rate : null,
            CheckpointFolder = CheckpointFolder(trial, rate),
            Progress = _meter,
            CancellationToken = _interruption.Cancellation,
            StopToken = _interruption.Stop,
            Prediction = new TextPredictionOptions
            {
                // A training on a GPU is not lost because ONNX Runtime cannot use the GPU as well.
                Classifier = new TextClassifierOptions { Device = _settings.Options.Device == DevicePreference.Cuda ? DevicePreference.Auto : _settings.Options.Device },
                CancellationToken = _interruption.Cancellation,
            },
        };
        return FineTuningPipeline.Fit(ml, _model, options, ReportView.Of(ml, trial.Train), trial.Dev.Count > 0 ? ReportView.Of(ml, trial.Dev) : null);
    }

    // A checkpoint belongs to one training; where there are several, each has a folder of its own in the user's.
    private string? CheckpointFolder(Trial trial, double? rate)
    {
        if (_settings.Options.CheckpointFolder is not { } folder || !_isOneOfMany)
            return _settings.Options.CheckpointFolder;
        var name = string.Create(CultureInfo.InvariantCulture, $"seed-{trial.Seed}");
        if (trial.Fold is { } fold)
            name += string.Create(CultureInfo.InvariantCulture, $"-fold-{fold}");
        else if (trial.Test.Count == 0)
            name += "-all-rows";
        if (rate is { } value)
            name += string.Create(CultureInfo.InvariantCulture, $"-rate-{value}");
        return Path.Combine(folder, name);
    }
}
