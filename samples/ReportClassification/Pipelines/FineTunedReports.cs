using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Training;

namespace ReportClassification.Pipelines;

/// <summary>A fine-tuned pipeline. Disposing of it lets go of the language model.</summary>
/// <param name="Pipeline">From <see cref="Report"/> to <see cref="ScoredReport"/>.</param>
/// <param name="Classifier">The part of it that was fine-tuned.</param>
internal sealed record FineTunedReports(ITransformer Pipeline, LoraTextClassificationTransformer Classifier) : IDisposable
{
    /// <summary>What happened in training.</summary>
    public TrainingHistory History => Classifier.History!;

    public void Dispose() => (Pipeline as IDisposable)?.Dispose();
}
