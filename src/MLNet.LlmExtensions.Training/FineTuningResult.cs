using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training;

/// <summary>What a training gives.</summary>
/// <param name="Classifier">The classifier with its best weights. It holds no native memory.</param>
/// <param name="History">What happened.</param>
public sealed record FineTuningResult(FineTunedClassifier Classifier, TrainingHistory History);
