using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training.Checkpoints;

/// <summary>All that a training needs to go on as if it had not been interrupted.</summary>
/// <param name="State">Numbers.</param>
/// <param name="Tensors">Parameters, moments and best weights, by <see cref="CheckpointNames"/>.</param>
internal sealed record Checkpoint(CheckpointState State, IReadOnlyDictionary<string, DenseTensor> Tensors);
