using MLNet.LlmExtensions.Models.Graphs;
using Onnx;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// Finds the attention layers of a graph: softmax over scores that come from a product of queries and keys, and go into
/// a product with values.
/// </summary>
internal sealed class AttentionFinder
{
    /// <summary>More nodes than stand between a softmax and a product. Graphs are untrusted, and may go round in circles.</summary>
    private const int MostSteps = 64;

    private readonly GraphIndex _index;
    private readonly HashSet<string> _constants;
    private readonly HashSet<string> _scores;

    private AttentionFinder(GraphProto graph)
    {
        _index = new GraphIndex(graph);
        _constants = [.. graph.Initializer.Select(initializer => initializer.Name)];
        foreach (var node in graph.Node.Where(node => node.OpType == "Constant"))
            _constants.UnionWith(node.Output);
        _scores = FindScores(graph);
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
        for (var step = 0; step < MostSteps; step++)
        {
            var node = Producer(value, softmax);
            switch (node.OpType)
            {
                case "MatMul" when IsProduct(node):
                    layer.ScoreProduct = node;
                    layer.KeyReader = FollowKeys(node, softmax);
                    layer.ValueProduct = FollowDown(layer);
                    return layer;
                case "Mul" or "Div" when node.Input.Count == 2:
                    // A scale: one side is a number, the other the scores.
                    value = _scores.Contains(node.Input[0]) ? node.Input[0] : node.Input[1];
                    break;
                case "Add" when node.Input.Count == 2:
                    var scores = _scores.Contains(node.Input[0]) ? 0 : 1;
                    layer.Masks.Add((node, 1 - scores));
                    value = node.Input[scores];
                    break;
                case "Where" when node.Input.Count == 3 && _scores.Contains(node.Input[1]):
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

        throw Unknown(softmax, softmax);
    }

    /// <summary>From the softmax to the product with the values.</summary>
    private NodeProto FollowDown(AttentionLayer layer)
    {
        var value = layer.Softmax.Output[0];
        for (var step = 0; step < MostSteps; step++)
        {
            if (_index.Consumers(value) is not [var node])
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

        throw Unknown(layer.Softmax, layer.Softmax);
    }

    /// <summary>
    /// The values that come from a product of two values that are not weights, through what may stand between. Looked for
    /// from the products on, which takes the time of the graph's size whatever its form.
    /// </summary>
    private HashSet<string> FindScores(GraphProto graph)
    {
        var scores = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(graph.Node.Where(IsProduct).SelectMany(node => node.Output));
        while (open.TryDequeue(out var value))
        {
            if (!scores.Add(value))
                continue;
            foreach (var node in _index.Consumers(value))
            {
                var passes = node.OpType switch
                {
                    "Mul" or "Div" or "Add" or "Where" => true,
                    "Reshape" or "Cast" or "Identity" => node.Input[0] == value,
                    _ => false,
                };
                if (passes && node.Output.Count > 0)
                    open.Enqueue(node.Output[0]);
            }
        }

        return scores;
    }

    private bool IsProduct(NodeProto node) => node is { OpType: "MatMul", Input.Count: 2 } && !_constants.Contains(node.Input[1]);

    /// <summary>
    /// From the product up to where the keys have just been turned to [batch, heads, size, sequence]: heads must have a
    /// dimension of their own, and a prefix must be scaled with the rest.
    /// </summary>
    private (NodeProto Node, int Input) FollowKeys(NodeProto product, NodeProto softmax)
    {
        var reader = (Node: product, Input: 1);
        for (var depth = 0; depth < 8 && _index.Producer(reader.Node.Input[reader.Input]) is { } node; depth++)
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
        _index.Producer(value) is { Input.Count: > 0 } node ? node : throw Unknown(softmax, softmax);

    private static NotSupportedException Unknown(NodeProto softmax, NodeProto node) => new(
        $"The attention at the node '{softmax.Name}' is written in a way that a prefix cannot be put into (at '{node.Name}', {node.OpType}). " +
        "Use the checkpoint's own folder, or another way of transfer.");
}
