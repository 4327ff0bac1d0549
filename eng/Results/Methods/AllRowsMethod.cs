using Microsoft.ML;
using MLNet.LlmExtensions;
using ReportClassification.Pipelines;
using ReportClassification.Training;

namespace Results.Methods;

/// <summary>
/// Fine-tunes for a number of epochs that was settled beforehand, on the train and the dev rows, and takes the last weights: nothing is
/// left to choose on the dev rows, so they are learnt from – as the baselines do.
/// </summary>
/// <inheritdoc cref="FineTuningMethod(string, string, LoraTextClassificationOptions, string)"/>
internal sealed class AllRowsMethod(string name, string title, LoraTextClassificationOptions options, string settings)
    : FineTuningMethod(name, title, options, settings)
{
    protected override FineTunedReports Train(MLContext ml, Trial trial) =>
        FineTuningPipeline.Fit(ml, trial.Model, Options(trial) with { ValidationFraction = 0 }, ReportView.Of(ml, trial.Training), dev: null);
}
