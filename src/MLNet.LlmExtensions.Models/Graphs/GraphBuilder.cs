using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Adds nodes to an ONNX graph, one method call for each; a value is named by a string, as ONNX does it.
/// </summary>
/// <remarks>Works on a new graph as well as on one that was read. Names are unique within the graph. Not thread-safe.</remarks>
internal sealed class GraphBuilder
{
    /// <summary>The operator set that new graphs are written in: the first with Gelu, which every supported runtime has.</summary>
    public const int OperatorSet = 20;

    /// <summary>The version of the file format that belongs to <see cref="OperatorSet"/>.</summary>
    public const int IrVersion = 9;

    private readonly GraphProto _graph;
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, int> _nextSuffix = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private string _scope = "";

    /// <param name="graph">The graph to add to.</param>
    /// <param name="version">The operator set that the graph is written in.</param>
    public GraphBuilder(GraphProto graph, long version = OperatorSet)
    {
        _graph = graph;
        Version = version;
        _names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in graph.Node)
        {
            _names.UnionWith(node.Output);
            _names.Add(node.Name);
        }

        _names.UnionWith(graph.Initializer.Select(i => i.Name));
        _names.UnionWith(graph.Input.Select(i => i.Name));
    }

    /// <summary>The operator set that the graph is written in; some operators take their axes in another way in older ones.</summary>
    public long Version { get; }

    /// <summary>The graph that is built.</summary>
    public GraphProto Graph => _graph;

    /// <summary>An empty model in the operator set of this builder.</summary>
    public static ModelProto NewModel(string name)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "MLNet.LlmExtensions",
            Graph = new GraphProto { Name = name },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
        return model;
    }

    /// <summary>Puts a prefix before the names of the nodes that are added until the result is disposed.</summary>
    public Scope BeginScope(string name)
    {
        var outer = _scope;
        _scope = outer.Length == 0 ? name : $"{outer}/{name}";
        return new Scope(this, outer);
    }

    /// <summary>Adds an input of the graph.</summary>
    public string Input(string name, TensorProto.Types.DataType type, params ReadOnlySpan<string> dimensions)
    {
        _names.Add(name);
        _graph.Input.Add(ValueInfo(name, type, dimensions));
        return name;
    }

    /// <summary>Makes a value an output of the graph under a given name. Another value of that name gets a new one.</summary>
    public void Output(string value, string name, params ReadOnlySpan<string> dimensions)
    {
        if (_names.Contains(name))
        {
            var renamed = Unique(name);
            Rename(_graph.Node, name, renamed);
            if (value == name)
                value = renamed;
        }

        _graph.Node.Add(new NodeProto { Name = Unique(name + "/Identity"), OpType = "Identity", Input = { value }, Output = { name } });
        _names.Add(name);
        _graph.Output.Add(ValueInfo(name, TensorProto.Types.DataType.Float, dimensions));
    }

    /// <summary>Adds a node with one output and returns the output's name.</summary>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Nodes(operation, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs and returns their names.</summary>
    public IReadOnlyList<string> Nodes(string operation, ReadOnlySpan<string> inputs, int outputCount, params ReadOnlySpan<AttributeProto> attributes)
    {
        var name = Unique(_scope.Length == 0 ? operation : $"{_scope}/{operation}");
        var node = new NodeProto { Name = name, OpType = operation };
        foreach (var input in inputs)
            node.Input.Add(input);
        for (var i = 0; i < outputCount; i++)
            node.Output.Add(Unique(outputCount == 1 ? $"{name}_output" : $"{name}_output_{i}"));
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        _graph.Node.Add(node);
        return node.Output;
    }

    /// <summary>Adds an initializer whose name must be new.</summary>
    public string Initializer(TensorProto tensor)
    {
        if (!_names.Add(tensor.Name))
            throw new InvalidOperationException($"The graph already has a value named '{tensor.Name}'.");
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds an initializer under its own name or, where that is taken, a similar one.</summary>
    public string UniqueInitializer(TensorProto tensor)
    {
        tensor.Name = Unique(tensor.Name);
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A float without dimensions.</summary>
    public string Scalar(float value) => Constant(
        $"constant/f{BitConverter.SingleToUInt32Bits(value):x8}", TensorProto.Types.DataType.Float, [], MemoryMarshal.AsBytes<float>([value]));

    /// <summary>A vector of floats.</summary>
    public string Vector(string name, ReadOnlySpan<float> values) => UniqueInitializer(new TensorProto
    {
        Name = _scope.Length == 0 ? name : $"{_scope}/{name}",
        DataType = (int)TensorProto.Types.DataType.Float,
        Dims = { values.Length },
        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
    });

    /// <summary>A vector of 64-bit integers: shapes, axes, positions.</summary>
    public string Integers(params ReadOnlySpan<long> values) => Constant(
        "constant/i" + string.Join('_', values.ToArray()), TensorProto.Types.DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>A 64-bit integer without dimensions.</summary>
    public string Integer(long value) => Constant(
        $"constant/s{value}", TensorProto.Types.DataType.Int64, [], MemoryMarshal.AsBytes<long>([value]));

    /// <summary>Gives a value another name wherever nodes write or read it, subgraphs included.</summary>
    public static void Rename(IEnumerable<NodeProto> nodes, string from, string to)
    {
        foreach (var node in nodes)
        {
            Replace(node.Input);
            Replace(node.Output);
            foreach (var inner in node.Attribute.SelectMany(a => a.Graphs.Append(a.G)).Where(g => g is not null))
                Rename(inner.Node, from, to);
        }

        void Replace(Google.Protobuf.Collections.RepeatedField<string> names)
        {
            for (var i = 0; i < names.Count; i++)
            {
                if (names[i] == from)
                    names[i] = to;
            }
        }
    }

    /// <summary>A name that no value or node of the graph has yet.</summary>
    public string Unique(string name)
    {
        if (_names.Add(name))
            return name;
        // Counting on from the last number keeps this linear in large graphs.
        var suffix = _nextSuffix.GetValueOrDefault(name, 1);
        while (!_names.Add($"{name}_{suffix}"))
            suffix++;
        _nextSuffix[name] = suffix + 1;
        return $"{name}_{suffix}";
    }

    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    public static AttributeProto Attribute(string name, float value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    public static AttributeProto Attribute(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Attribute(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (var value in values)
            attribute.Ints.Add(value);
        return attribute;
    }

    public static AttributeProto Attribute(string name, TensorProto value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Tensor, T = value };

    internal static ValueInfoProto ValueInfo(string name, TensorProto.Types.DataType type, params ReadOnlySpan<string> dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (var dimension in dimensions)
        {
            shape.Dim.Add(long.TryParse(dimension, out var size)
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = dimension });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } },
        };
    }

    /// <summary>Equal constants are stored once.</summary>
    private string Constant(string key, TensorProto.Types.DataType type, ReadOnlySpan<long> dimensions, ReadOnlySpan<byte> bytes)
    {
        if (_constants.TryGetValue(key, out var existing))
            return existing;
        var tensor = new TensorProto { Name = Unique(key), DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        foreach (var dimension in dimensions)
            tensor.Dims.Add(dimension);
        _graph.Initializer.Add(tensor);
        _constants.Add(key, tensor.Name);
        return tensor.Name;
    }

    /// <summary>Ends a scope of names when disposed.</summary>
    public readonly struct Scope(GraphBuilder builder, string outer) : IDisposable
    {
        public void Dispose() => builder._scope = outer;
    }
}
