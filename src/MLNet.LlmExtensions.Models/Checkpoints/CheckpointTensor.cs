namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>A tensor of a checkpoint and the file it lies in.</summary>
/// <param name="Tensor">What and where it is.</param>
/// <param name="FileName">The file's name relative to <see cref="Checkpoint.DataFolder"/>.</param>
/// <param name="Path">The file's full path.</param>
internal sealed record CheckpointTensor(SafetensorsTensor Tensor, string FileName, string Path);
