using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Graphs;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Reference numbers of a checkpoint, read from a file of named tensors.</summary>
internal sealed class GoldenBatches : IDisposable
{
    private readonly SafetensorsFile _file;

    /// <param name="path">Relative to the reference data, for example <c>reference/goldens/bert.safetensors</c>.</param>
    public GoldenBatches(string path) => _file = SafetensorsFile.Open(SharedData.PathTo(path));

    /// <summary>b0, b1, … and text.</summary>
    public IReadOnlyList<string> Names =>
        [.. _file.Tensors.Keys.Where(name => name.EndsWith(".attention_mask", StringComparison.Ordinal)).Select(name => name.Split('.')[0]).Order(StringComparer.Ordinal)];

    public IEnumerable<string> Tensors => _file.Tensors.Keys;

    public bool Has(string name) => _file.Tensors.ContainsKey(name);

    public float[] Floats(string name) => _file.GetElements<float>(name).ToArray();

    public long[] Integers(string name) => _file.GetElements<long>(name).ToArray();

    public long[] Shape(string name) => [.. _file.Tensors[name].Shape];

    /// <summary>The batch of a name, or the only one where the name is empty.</summary>
    public TokenBatch Batch(string name)
    {
        var prefix = name.Length == 0 ? "" : name + ".";
        var shape = Shape(prefix + "input_ids");
        return new TokenBatch(
            Integers(prefix + "input_ids"),
            Has(prefix + "attention_mask") ? Integers(prefix + "attention_mask") : [.. Enumerable.Repeat(1L, (int)(shape[0] * shape[1]))],
            Has(prefix + "token_type_ids") ? Integers(prefix + "token_type_ids") : null,
            (int)shape[0],
            (int)shape[1]);
    }

    public void Dispose() => _file.Dispose();
}
