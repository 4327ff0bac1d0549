using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using Onnx;

namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>A graph while it is compiled: nodes that fusions may replace, and who makes and who reads each value.</summary>
internal sealed class WorkingGraph
{
    private readonly Dictionary<string, GraphNode> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<GraphNode>> _consumers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outputs;
    private readonly HashSet<string> _parameters;
    private readonly Dictionary<string, HostTensor?> _small = new(StringComparer.Ordinal);

    /// <param name="model">The graph.</param>
    /// <param name="parameters">Names of the initializers that are trained.</param>
    /// <param name="source">What messages call the graph.</param>
    /// <exception cref="InvalidDataException">A value is made twice, or an operator's domain has no version.</exception>
    public WorkingGraph(OnnxModel model, IEnumerable<string> parameters, string source)
    {
        Source = source;
        var graph = model.Proto.Graph;
        _parameters = new HashSet<string>(parameters, StringComparer.Ordinal);
        _outputs = new HashSet<string>(graph.Output.Select(output => output.Name), StringComparer.Ordinal);
        foreach (var initializer in graph.Initializer)
        {
            if (!Constants.TryAdd(initializer.Name, initializer))
                throw new InvalidDataException($"{source} has two initializers named '{initializer.Name}'.");
        }

        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var opset in model.Proto.OpsetImport)
            versions[Normalize(opset.Domain)] = opset.Version;
        foreach (var (position, proto) in graph.Node.Index())
        {
            var domain = Normalize(proto.Domain);
            if (domain.Length == 0 && proto.OpType == "Constant" && ConstantValue(proto) is { } value && proto.Output.Count == 1)
            {
                if (!Constants.TryAdd(proto.Output[0], value))
                    throw new InvalidDataException($"{source} makes the value '{proto.Output[0]}' twice.");
                continue;
            }

            // Names of outputs that are left out are empty texts; the lists are copied, because the graph is shared.
            var node = new GraphNode(
                domain,
                proto.OpType,
                proto.Name,
                [.. proto.Input],
                [.. proto.Output],
                new NodeAttributes(proto.Attribute),
                versions.GetValueOrDefault(domain, 1),
                position);
            NodeArity.Check(node, source);
            Add(node);
        }
    }

    /// <summary>What messages call the graph.</summary>
    public string Source { get; }

    /// <summary>Tensors that are part of the graph, by name; some of them are parameters.</summary>
    public Dictionary<string, TensorProto> Constants { get; } = new(StringComparer.Ordinal);

    /// <summary>The nodes, in no particular order.</summary>
    public HashSet<GraphNode> Nodes { get; } = new(ReferenceEqualityComparer.Instance);

    public bool IsParameter(string value) => _parameters.Contains(value);

    public bool IsOutput(string value) => _outputs.Contains(value);

    /// <summary>The node that makes a value, or null for inputs, constants and parameters.</summary>
    public GraphNode? Producer(string value) => _producers.GetValueOrDefault(value);

    /// <summary>The node that makes a value, where it is of ONNX's own operator of that name.</summary>
    public GraphNode? Producer(string value, string operation) => Producer(value) is { } node && node.Is(operation) ? node : null;

    public IReadOnlyList<GraphNode> Consumers(string value) => _consumers.TryGetValue(value, out var nodes) ? nodes : [];

    /// <summary>The only reader of a value that is not an output of the graph, or null.</summary>
    public GraphNode? OnlyConsumer(string value) => !IsOutput(value) && Consumers(value) is [var only] ? only : null;

    /// <summary>Whether a value is made by a node and read exactly once, so that a fusion may swallow it.</summary>
    public bool IsSingleUse(string value) => _producers.ContainsKey(value) && OnlyConsumer(value) is { } only && only.Inputs.Count(input => input == value) == 1;

    /// <summary>The value of a constant with one element, or null.</summary>
    public double? Scalar(string value) =>
        Small(value) is { Count: 1 } small ? small.Real(0) : null;

    /// <summary>A small constant that is not trained, or null.</summary>
    public HostTensor? Small(string value)
    {
        if (!_small.TryGetValue(value, out var small))
        {
            small = Constants.TryGetValue(value, out var tensor) && !IsParameter(value) ? HostTensorReader.TryRead(tensor, Source) : null;
            _small.Add(value, small);
        }

        return small;
    }

    /// <summary>Adds a node.</summary>
    /// <exception cref="InvalidDataException">Another node makes one of its outputs.</exception>
    public void Add(GraphNode node)
    {
        foreach (var output in node.Outputs)
        {
            if (output.Length > 0 && (Constants.ContainsKey(output) || !_producers.TryAdd(output, node)))
                throw new InvalidDataException($"{Source}: the value '{output}' is made by {node} and elsewhere as well.");
        }

        Nodes.Add(node);
        foreach (var input in node.Inputs)
        {
            if (input.Length == 0)
                continue;
            if (!_consumers.TryGetValue(input, out var nodes))
                _consumers.Add(input, nodes = []);
            if (!nodes.Contains(node))
                nodes.Add(node);
        }
    }

    /// <summary>Takes a node out.</summary>
    public void Remove(GraphNode node)
    {
        Nodes.Remove(node);
        foreach (var output in node.Outputs)
            _producers.Remove(output);
        foreach (var input in node.Inputs)
        {
            if (_consumers.TryGetValue(input, out var nodes))
                nodes.Remove(node);
        }
    }

    /// <summary>Puts one node in the place of several; values that only they made disappear with them.</summary>
    public void Replace(GraphNode replacement, params ReadOnlySpan<GraphNode> replaced)
    {
        foreach (var node in replaced)
            Remove(node);
        Add(replacement);
    }

    /// <summary>Removes nodes whose results nobody reads.</summary>
    public void RemoveUnused()
    {
        var pending = new Queue<GraphNode>(Nodes);
        while (pending.TryDequeue(out var node))
        {
            if (!Nodes.Contains(node) || node.Outputs.Any(output => output.Length > 0 && (IsOutput(output) || Consumers(output).Count > 0)))
                continue;
            Remove(node);
            foreach (var input in node.Inputs)
            {
                if (Producer(input) is { } producer)
                    pending.Enqueue(producer);
            }
        }
    }

    private static string Normalize(string domain) => domain is "ai.onnx" ? "" : domain;

    private static TensorProto? ConstantValue(NodeProto node)
    {
        var attributes = new NodeAttributes(node.Attribute);
        if (attributes.Tensor("value") is { } tensor)
        {
            return tensor;
        }

        var result = new TensorProto { Name = node.Output.FirstOrDefault() ?? "" };
        if (attributes.Has("value_int") || attributes.Has("value_ints"))
        {
            result.DataType = (int)TensorProto.Types.DataType.Int64;
            result.Int64Data.AddRange(attributes.Integers("value_ints") ?? [attributes.Integer("value_int", 0)]);
        }
        else if (attributes.Has("value_float") || attributes.Has("value_floats"))
        {
            result.DataType = (int)TensorProto.Types.DataType.Float;
            result.FloatData.AddRange(attributes.Reals("value_floats") ?? [attributes.Real("value_float", 0)]);
        }
        else
        {
            return null;
        }

        if (attributes.Has("value_ints") || attributes.Has("value_floats"))
            result.Dims.Add(result.Int64Data.Count + result.FloatData.Count);
        return result;
    }
}
