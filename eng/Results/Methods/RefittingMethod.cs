using Microsoft.ML;
using MLNet.LlmExtensions;
using ReportClassification.Pipelines;
using ReportClassification.Training;

namespace Results.Methods;

/// <summary>
/// Fine-tunes twice: first on the train rows, to see after how many epochs the dev rows are best told apart, then anew on all rows for as
/// many, so that none goes unlearnt – as the baselines do.
/// </summary>
/// <inheritdoc cref="FineTuningMethod(string, string, LoraTextClassificationOptions, string)"/>
internal sealed class RefittingMethod(string name, string title, LoraTextClassificationOptions options)
    : FineTuningMethod(name, title, options, "defaults; epochs chosen on dev, then train and dev rows")
{
    protected override FineTunedReports Train(MLContext ml, Trial trial)
    {
        var options = Options(trial) with { Epochs = ChosenEpochs(ml, trial), ValidationFraction = 0 };
        return FineTuningPipeline.Fit(ml, trial.Model, options, ReportView.Of(ml, trial.Training), dev: null);
    }

    private int ChosenEpochs(MLContext ml, Trial trial)
    {
        using var chosen = base.Train(ml, trial);
        return (int)Math.Round(chosen.History.Best!.Value.Epoch);
    }
}
