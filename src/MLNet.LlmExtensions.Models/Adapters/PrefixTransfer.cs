using Google.Protobuf;
using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using static MLNet.LlmExtensions.Models.Graphs.GraphBuilder;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// Puts trained keys and values before those of the text in every attention layer
/// (<see href="https://arxiv.org/abs/2101.00190"/>). Every token sees all of them.
/// </summary>
/// <remarks>
/// The positions of the text's tokens stay as they are, so that texts may be as long as before. PEFT counts the prefix,
/// which moves them by its length.
/// </remarks>
internal sealed class PrefixTransfer
{
    /// <summary>Near zero beside trained keys, so that at the start all of a prefix gets the same small share of attention.</summary>
    private const float StandardDeviation = 0.02f;

    private readonly GraphBuilder _graph;
    private readonly int _heads;
    private readonly int _size;
    private readonly Dictionary<string, string> _extendedMasks = new(StringComparer.Ordinal);

    private PrefixTransfer(GraphBuilder graph, int heads, int size)
    {
        _graph = graph;
        _heads = heads;
        _size = size;
    }

    /// <summary>Adds a prefix to every attention layer.</summary>
    /// <exception cref="ArgumentException">The length is below 1.</exception>
    /// <exception cref="NotSupportedException">The graph's attention cannot be followed, or its sizes are not known.</exception>
    public static IReadOnlyList<TrainableTensor> Apply(
        GraphBuilder graph, ModelConfiguration configuration, int length, AdapterPlacement placement)
    {
        if (length < 1)
            throw new ArgumentException($"The prefix length is {length}, but must be at least 1.", nameof(length));
        var layers = AttentionFinder.Find(graph.Graph);
        var (heads, size) = (configuration.KeyValueHeadCount, configuration.HeadDimension);
        if (layers.Count == 0 || heads == 0 || size == 0)
        {
            throw new NotSupportedException(
                "A prefix needs attention layers whose heads are known: the graph has none, or config.json does not say 'num_attention_heads'. Use another way of transfer.");
        }

        // Heads that share keys stand in groups, which only the own builder writes; exporters repeat the keys.
        if (heads != configuration.HeadCount && layers.Any(layer => layer.Reshapes.Count == 0))
            throw new NotSupportedException("The exported graph repeats keys that several heads share, into which no prefix can be put. Use the checkpoint's own folder, or another way of transfer.");

        var transfer = new PrefixTransfer(graph, heads, size);
        var rewriter = new GraphRewriter(graph);
        var trainable = new List<TrainableTensor>();
        foreach (var (index, layer) in layers.Index())
            trainable.AddRange(transfer.Add(index, layer, length, placement, rewriter));
        rewriter.Apply();
        return trainable;
    }

    private IEnumerable<TrainableTensor> Add(int index, AttentionLayer layer, int length, AdapterPlacement placement, GraphRewriter rewriter)
    {
        var width = (long)_heads * _size;
        var rows = placement == AdapterPlacement.OverridableInputs ? 0 : length;
        var (key, value) = (TensorNames.PrefixKey(index), TensorNames.PrefixValue(index));
        foreach (var name in new[] { key, value })
        {
            _graph.Initializer(GraphTensors.Zeros(name, rows, width));
            if (placement == AdapterPlacement.OverridableInputs)
                _graph.Graph.Input.Add(ValueInfo(name, DataType.Float, "prefix", $"{width}"));
            yield return new TrainableTensor(name, [rows, width], TensorInitialization.Normal, Decays: true) { InitializationScale = StandardDeviation };
        }

        var (reader, keys) = layer.KeyReader;
        rewriter.Before(reader, () => Extend(reader, keys, key, index, isKey: true));
        rewriter.Before(layer.ValueProduct, () => Extend(layer.ValueProduct, 1, value, index, isKey: false));
        foreach (var (add, input) in layer.Masks)
            rewriter.Before(add, () => add.Input[input] = ExtendMask(add.Input[input], key, DataType.Float));
        foreach (var condition in layer.Conditions)
            rewriter.Before(condition, () => condition.Input[0] = ExtendMask(condition.Input[0], key, DataType.Bool));
        foreach (var reshape in layer.Reshapes)
            rewriter.Before(reshape, () => reshape.Input[1] = ExtendShape(reshape.Input[1], key));
    }

    /// <summary>Joins the prefix and what a node reads along the dimension of the keys.</summary>
    private void Extend(NodeProto reader, int input, string prefix, int layer, bool isKey)
    {
        using var scope = _graph.BeginScope($"prefix.{layer}");
        var text = reader.Input[input];
        var split = _graph.Reshape(prefix, 1, -1, _heads, _size);
        var turned = isKey ? _graph.Transpose(split, 0, 2, 3, 1) : _graph.Transpose(split, 0, 2, 1, 3);
        var (batch, length) = (Size(text, 0), Size(prefix, 0));
        var shape = isKey
            ? _graph.Concat(0, batch, _graph.Integers(_heads, _size), length)
            : _graph.Concat(0, batch, _graph.Integers(_heads), length, _graph.Integers(_size));
        reader.Input[input] = _graph.Concat(isKey ? 3 : 2, _graph.Node("Expand", [turned, shape]), text);
    }

    /// <summary>What scores get added at the prefix: nothing. Masks are shared by layers, and so is the result.</summary>
    private string ExtendMask(string mask, string prefix, DataType type)
    {
        if (_extendedMasks.TryGetValue(mask, out var extended))
            return extended;
        using var scope = _graph.BeginScope("prefix");
        var shape = _graph.Node("Shape", [mask]);
        var leading = _graph.Slice(shape, _graph.Integers(0), _graph.Integers(-1), axis: 0);
        var fill = new TensorProto { DataType = (int)type, Dims = { 1 }, RawData = type == DataType.Bool ? ByteString.CopyFrom(1) : ByteString.CopyFrom(new byte[sizeof(float)]) };
        var open = _graph.Node("ConstantOfShape", [_graph.Concat(0, leading, Size(prefix, 0))], Attribute("value", fill));
        extended = _graph.Concat(-1, open, mask);
        _extendedMasks.Add(mask, extended);
        return extended;
    }

    /// <summary>A shape whose last dimension is the keys, with the prefix among them.</summary>
    private string ExtendShape(string shape, string prefix)
    {
        using var scope = _graph.BeginScope("prefix");
        var leading = _graph.Slice(shape, _graph.Integers(0), _graph.Integers(-1), axis: 0);
        var last = _graph.Slice(shape, _graph.Integers(-1), _graph.Integers(long.MaxValue), axis: 0);
        return _graph.Concat(0, leading, _graph.Add(last, Size(prefix, 0)));
    }

    /// <summary>The size of a dimension as a vector of one integer, with operators that every version has.</summary>
    private string Size(string value, long dimension) =>
        _graph.Node("Gather", [_graph.Node("Shape", [value]), _graph.Integers(dimension)], Attribute("axis", 0L));
}
