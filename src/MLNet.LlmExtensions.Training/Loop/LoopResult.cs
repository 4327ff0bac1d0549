using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>How a training ended.</summary>
/// <param name="Tensors">The weights that were kept, by name, those of the head among them.</param>
/// <param name="EndReason">Why it ended.</param>
/// <param name="Failure">What was not finite, where the training diverged.</param>
/// <param name="FailedStep">The number of the step that showed it; the first is 1.</param>
internal sealed record LoopResult(
    IReadOnlyDictionary<string, DenseTensor> Tensors, TrainingEndReason EndReason, string? Failure = null, int FailedStep = 0);
