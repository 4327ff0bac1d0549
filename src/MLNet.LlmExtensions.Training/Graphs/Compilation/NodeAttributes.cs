using Onnx;

namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>A node's attributes, by name.</summary>
internal sealed class NodeAttributes
{
    private readonly Dictionary<string, AttributeProto> _attributes = new(StringComparer.Ordinal);

    public NodeAttributes(params IEnumerable<AttributeProto> attributes)
    {
        foreach (var attribute in attributes)
            _attributes[attribute.Name] = attribute;
    }

    /// <summary>Whether an attribute holds a graph, as those of If and Loop do.</summary>
    public bool HasGraph => _attributes.Values.Any(attribute => attribute.G is not null || attribute.Graphs.Count > 0);

    public bool Has(string name) => _attributes.ContainsKey(name);

    public long Integer(string name, long otherwise) => _attributes.TryGetValue(name, out var attribute) ? attribute.I : otherwise;

    public bool Flag(string name, bool otherwise = false) => Integer(name, otherwise ? 1 : 0) != 0;

    public float Real(string name, float otherwise) => _attributes.TryGetValue(name, out var attribute) ? attribute.F : otherwise;

    public string Text(string name, string otherwise) =>
        _attributes.TryGetValue(name, out var attribute) ? attribute.S.ToStringUtf8() : otherwise;

    public long[]? Integers(string name) => _attributes.TryGetValue(name, out var attribute) ? [.. attribute.Ints] : null;

    public float[]? Reals(string name) => _attributes.TryGetValue(name, out var attribute) ? [.. attribute.Floats] : null;

    public TensorProto? Tensor(string name) => _attributes.TryGetValue(name, out var attribute) ? attribute.T : null;
}
