using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>The numbers that a reference checkpoint must give: batches of ids and what comes out for them.</summary>
internal sealed class GoldenFile : IDisposable
{
    private readonly SafetensorsFile _file;

    public GoldenFile(string name, string folder = "goldens") =>
        _file = SafetensorsFile.Open(SharedData.PathTo($"reference/{folder}/{name}.safetensors"));

    /// <summary>b0, b1, … and text.</summary>
    public IReadOnlyList<string> Batches =>
        [.. _file.Tensors.Keys.Where(name => name.EndsWith(".attention_mask", StringComparison.Ordinal)).Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).Order(StringComparer.Ordinal)];

    public IEnumerable<string> Names => _file.Tensors.Keys;

    public bool Has(string name) => _file.Tensors.ContainsKey(name);

    public float[] Floats(string name) => _file.GetElements<float>(name).ToArray();

    public long[] Integers(string name) => _file.GetElements<long>(name).ToArray();

    public int[] Shape(string name) => [.. _file.Tensors[name].Shape.Select(dimension => (int)dimension)];

    public TokenBatch Batch(string name)
    {
        var shape = Shape(name + ".input_ids");
        return new TokenBatch(
            shape[0],
            shape[1],
            Integers(name + ".input_ids"),
            Has(name + ".attention_mask") ? Integers(name + ".attention_mask") : [.. Enumerable.Repeat(1L, shape[0] * shape[1])],
            Has(name + ".token_type_ids") ? Integers(name + ".token_type_ids") : new long[shape[0] * shape[1]]);
    }

    public void Dispose() => _file.Dispose();
}
