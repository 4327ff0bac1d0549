using Onnx;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// Finds the attention layers of a graph: softmax over scores that come from a product of queries and keys, and go into
/// a product with values.
/// </summary>
internal sealed class AttentionFinder
{
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> _consumers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _constants;

    private AttentionFinder(GraphProto graph)
    {
        _constants = [.. graph.Initializer.Select(initializer => initializer.Name)];
        foreach (var node in graph.Node)
        {
            if (node.OpType == "Constant")
                _constants.UnionWith(node.Output);
            foreach (var output in node.Output)
                _producers.TryAdd(output, node);
            foreach (var input in node.Input)
            {
                if (!_consumers.TryGetValue(input, out var list))
                    _consumers.Add(input, list = []);
                list.Add(node);
            }
        }
    }

    /// <summary>The attention layers, first layer first.</summary>
    /// <exception cref="NotSupportedException">A layer is written in a way that cannot be followed.</exception>
    public static IReadOnlyList<AttentionLayer> Find(GraphProto graph)
    {
        if (graph.Node.FirstOrDefault(node => node.OpType is "MultiHeadAttention" or "Attention" or "GroupQueryAttention" or "QAttention") is { } fused)
        {
            throw new NotSupportedException(
                $"The node '{fused.Name}' is a fused {fused.OpType}, into which no prefix can be put. Export the model without optimising it, or use another way of transfer.");
        }

        var finder = new AttentionFinder(graph);
        return [.. graph.Node.Where(node => node.OpType == "Softmax").Select(finder.Follow)];
    }

    private AttentionLayer Follow(NodeProto softmax)
    {
        var layer = new AttentionLayer(softmax);
        var value = softmax.Input[0];
        while (true)
        {
            var node = Producer(value, softmax);
            switch (node.OpType)
            {
                case "MatMul" when !_constants.Contains(node.Input[1]):
                    layer.ScoreProduct = node;
                    layer.KeyReader = FollowKeys(node, softmax);
                    layer.ValueProduct = FollowDown(layer);
                    return layer;
                case "Mul" or "Div":
                    // A scale: one side is a number, the other the scores.
                    value = LeadsToScores(node.Input[0]) ? node.Input[0] : node.Input[1];
                    break;
                case "Add":
                    var scores = LeadsToScores(node.Input[0]) ? 0 : 1;
                    layer.Masks.Add((node, 1 - scores));
                    value = node.Input[scores];
                    break;
                case "Where":
                    if (!LeadsToScores(node.Input[1]))
                        throw Unknown(softmax, node);
                    layer.Conditions.Add(node);
                    value = node.Input[1];
                    break;
                case "Reshape":
                    layer.Reshapes.Add(node);
                    value = node.Input[0];
                    break;
                case "Cast" or "Identity":
                    value = node.Input[0];
                    break;
                default:
                    throw Unknown(softmax, node);
            }
        }
    }

    /// <summary>From the softmax to the product with the values.</summary>
    private NodeProto FollowDown(AttentionLayer layer)
    {
        var value = layer.Softmax.Output[0];
        while (true)
        {
            if (_consumers.GetValueOrDefault(value) is not [var node])
                throw Unknown(layer.Softmax, layer.Softmax);
            switch (node.OpType)
            {
                case "MatMul" when node.Input[0] == value:
                    return node;
                case "Reshape":
                    layer.Reshapes.Add(node);
                    break;
                case "Cast" or "Identity" or "Dropout":
                    break;
                default:
                    throw Unknown(layer.Softmax, node);
            }

            value = node.Output[0];
        }
    }

    /// <summary>Whether a value comes from a product of two values that are not weights, through what may stand between.</summary>
    private bool LeadsToScores(string value)
    {
        for (var depth = 0; depth < 16; depth++)
        {
            if (_constants.Contains(value) || !_producers.TryGetValue(value, out var node) || node.Input.Count == 0)
                return false;
            switch (node.OpType)
            {
                case "MatMul":
                    return !_constants.Contains(node.Input[1]);
                case "Mul" or "Div" or "Add" or "Where":
                    return node.Input.Any(LeadsToScores);
                case "Reshape" or "Cast" or "Identity":
                    value = node.Input[0];
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>
    /// From the product up to where the keys have just been turned to [batch, heads, size, sequence]: heads must have a
    /// dimension of their own, and a prefix must be scaled with the rest.
    /// </summary>
    private (NodeProto Node, int Input) FollowKeys(NodeProto product, NodeProto softmax)
    {
        var reader = (Node: product, Input: 1);
        for (var depth = 0; depth < 8 && _producers.TryGetValue(reader.Node.Input[reader.Input], out var node); depth++)
        {
            switch (node.OpType)
            {
                case "Transpose" when node.Attribute is [{ Name: "perm", Ints.Count: 4 }]:
                    return reader;
                case "Mul" or "Div" or "Cast" or "Identity":
                    reader = (node, 0);
                    break;
                default:
                    throw Unknown(softmax, node);
            }
        }

        throw Unknown(softmax, reader.Node);
    }

    private NodeProto Producer(string value, NodeProto softmax) =>
        _producers.TryGetValue(value, out var node) && node.Input.Count > 0 ? node : throw Unknown(softmax, softmax);

    private static NotSupportedException Unknown(NodeProto softmax, NodeProto node) => new(
        $"The attention at the node '{softmax.Name}' is written in a way that a prefix cannot be put into (at '{node.Name}', {node.OpType}). " +
        "Use the checkpoint's own folder, or another way of transfer.");
}
