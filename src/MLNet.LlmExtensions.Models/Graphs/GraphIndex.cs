using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Who makes and who reads the values of a graph, and which of them are stored in it.</summary>
/// <remarks>A picture of the graph as it was; of names that occur twice, which only damaged graphs have, the first counts.</remarks>
internal sealed class GraphIndex
{
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> _consumers = new(StringComparer.Ordinal);

    public GraphIndex(GraphProto graph)
    {
        foreach (var initializer in graph.Initializer)
            _initializers.TryAdd(initializer.Name, initializer);
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output)
                _producers.TryAdd(output, node);

            // An input that is left out has an empty name.
            foreach (var input in node.Input.Where(input => input.Length > 0))
            {
                if (!_consumers.TryGetValue(input, out var readers))
                    _consumers.Add(input, readers = []);
                readers.Add(node);
            }
        }
    }

    /// <summary>The initializer of a name, or null.</summary>
    public TensorProto? Initializer(string name) => _initializers.GetValueOrDefault(name);

    /// <summary>The node that makes a value, or null for inputs and initializers.</summary>
    public NodeProto? Producer(string value) => _producers.GetValueOrDefault(value);

    /// <summary>The nodes that read a value, in the graph's order; one that reads it twice is there twice.</summary>
    public IReadOnlyList<NodeProto> Consumers(string value) => _consumers.TryGetValue(value, out var readers) ? readers : [];
}
