using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>LayerNorm spelled out: (x - mean) / √(mean((x - mean)²) + ε) · weight + bias.</summary>
internal sealed class LayerNormFusion : IGraphFusion
{
    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        // From the division: its left side is the centred value, its right side the deviation.
        if (!node.Is("Div") || Centred(graph, node.Inputs[0]) is not { } x
            || graph.Producer(node.Inputs[1], "Sqrt") is not { } root || graph.Producer(root.Inputs[0], "Add") is not { } sum)
            return;
        var (variance, epsilon) = graph.Scalar(sum.Inputs[1]) is { } right ? (sum.Inputs[0], right)
            : graph.Scalar(sum.Inputs[0]) is { } left ? (sum.Inputs[1], left) : ("", 0);
        if (variance.Length == 0 || graph.MeanOf(variance) is not { } squares || graph.SquareOf(squares) is not { } centred || Centred(graph, centred) != x)
            return;
        if (graph.OnlyConsumer(node.Outputs[0]) is not { } product || !product.Is("Mul")
            || graph.OnlyConsumer(product.Outputs[0]) is not { } add || !add.Is("Add"))
            return;
        var weight = Patterns.Other(product, node.Outputs[0]);
        var bias = Patterns.Other(add, product.Outputs[0]);
        if (!IsVector(graph, weight) || !IsVector(graph, bias))
            return;
        graph.Replace(
            Patterns.Fused(add, "", "LayerNormalization", [x, weight, bias], GraphBuilder.Attribute("epsilon", (float)epsilon), GraphBuilder.Attribute("axis", -1L)),
            add,
            product,
            node);
    }

    /// <summary>x of x - mean(x).</summary>
    private static string? Centred(WorkingGraph graph, string value) =>
        graph.Producer(value, "Sub") is { } node && graph.MeanOf(node.Inputs[1]) == node.Inputs[0] ? node.Inputs[0] : null;

    private static bool IsVector(WorkingGraph graph, string value) =>
        graph.Constants.TryGetValue(value, out var tensor) && tensor.Dims.Count == 1;
}
