using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Memory;

/// <summary>
/// A checkpoint that has every weight an architecture asks for, so that the graph of a model can be built, and its weights
/// counted, from a configuration alone. There is nothing to read in it.
/// </summary>
internal sealed class ImaginedCheckpoint(string name) : IWeightSource
{
    /// <inheritdoc/>
    public string Folder => name;

    /// <inheritdoc/>
    public string DataFolder => "";

    /// <inheritdoc/>
    public bool Contains(string name) => true;

    /// <inheritdoc/>
    public CheckpointTensor? Find(string name, ReadOnlySpan<long> shape)
    {
        long bytes = sizeof(float);
        foreach (var size in shape)
            bytes = checked(bytes * size);
        return new CheckpointTensor(new SafetensorsTensor(name, SafetensorsType.F32, shape.ToArray(), 0, bytes), Checkpoint.SingleFileName, Checkpoint.SingleFileName);
    }
}
