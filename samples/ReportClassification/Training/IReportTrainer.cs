using Microsoft.ML;

namespace ReportClassification.Training;

/// <summary>A way to train classifiers of reports with one language model and one set of settings.</summary>
internal interface IReportTrainer : IDisposable
{
    /// <summary>The language model, and how it runs.</summary>
    ModelFigures Model { get; }

    /// <summary>Tells how far the work has come.</summary>
    IWorkMeter Meter { get; }

    /// <summary>Trains, and tests where there are test rows.</summary>
    /// <param name="ml">The context, made with the trial's seed.</param>
    /// <param name="trial">What to train and test on.</param>
    /// <param name="kept">Where what was trained goes; null where it is only tested.</param>
    TrialFigures Run(MLContext ml, Trial trial, KeptModel? kept);

    /// <summary>Adds what only this way of training knows to the result of the command.</summary>
    TrainingResult Complete(TrainingResult result);
}
