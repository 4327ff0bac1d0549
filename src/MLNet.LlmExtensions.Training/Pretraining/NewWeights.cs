using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Graphs.Architectures;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>
/// A checkpoint that does not exist yet: it has whatever an architecture asks for and writes it down, so that the architecture itself
/// says which weights a new model needs.
/// </summary>
/// <param name="folder">What messages call it.</param>
/// <param name="prefix">What stands before the names of the model's own tensors.</param>
internal sealed class NewWeights(string folder, string prefix) : IWeightSource
{
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    /// <summary>Names and shapes of what was asked for, in that order.</summary>
    public IEnumerable<KeyValuePair<string, long[]>> Shapes => _shapes;

    /// <inheritdoc/>
    public string Folder => folder;

    /// <inheritdoc/>
    public string DataFolder => "";

    /// <inheritdoc/>
    public bool Contains(string name) => name.StartsWith(prefix, StringComparison.Ordinal) || name == LanguageModelHead.Name;

    /// <inheritdoc/>
    public CheckpointTensor? Find(string name, ReadOnlySpan<long> shape)
    {
        var dimensions = shape.ToArray();
        _shapes.TryAdd(name, dimensions);
        var bytes = dimensions.Aggregate((long)sizeof(float), (product, size) => checked(product * size));
        return new CheckpointTensor(
            new SafetensorsTensor(name, SafetensorsType.F32, dimensions, 0, bytes), Checkpoint.SingleFileName, Checkpoint.SingleFileName);
    }
}
