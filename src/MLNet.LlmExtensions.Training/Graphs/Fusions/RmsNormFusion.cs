using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>RMSNorm spelled out: x / √(mean(x²) + ε) · weight, with a division, or a product with the inverse root.</summary>
internal sealed class RmsNormFusion : IGraphFusion
{
    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        var (x, epsilon) = Normalized(graph, node);
        if (x is null)
            return;
        var value = node.Outputs[0];
        if (graph.OnlyConsumer(value) is not { } product || !product.Is("Mul"))
            return;
        var weight = Patterns.Other(product, value);
        if (weight == value || !IsWeight(graph, weight))
            return;
        graph.Replace(
            Patterns.Fused(product, GraphNode.FusedDomain, FusedOperators.RmsNorm, [x, weight], GraphBuilder.Attribute("epsilon", (float)epsilon)), product, node);
    }

    private static (string? X, double Epsilon) Normalized(WorkingGraph graph, GraphNode node)
    {
        if (node.Is("Div"))
            return Root(graph, node.Inputs[1]) is var (inner, epsilon) && inner == node.Inputs[0] ? (inner, epsilon) : default;
        if (!node.Is("Mul"))
            return default;
        foreach (var x in node.Inputs)
        {
            var inverse = graph.Producer(Patterns.Other(node, x));
            var root = inverse switch
            {
                null => null,
                _ when inverse.Is("Reciprocal") => inverse.Inputs[0],
                _ when inverse.Is("Div") && graph.IsNumber(inverse.Inputs[0], 1) => inverse.Inputs[1],
                _ => null,
            };
            if (root is not null && Root(graph, root) is var (inner, epsilon) && inner == x)
                return (x, epsilon);
            if (inverse is not null && inverse.Is("Pow") && graph.IsNumber(inverse.Inputs[1], -0.5)
                && MeanSquare(graph, inverse.Inputs[0]) is var (powered, small) && powered == x)
                return (x, small);
        }

        return default;
    }

    private static (string? X, double Epsilon) Root(WorkingGraph graph, string value) =>
        graph.Producer(value, "Sqrt") is { } root ? MeanSquare(graph, root.Inputs[0]) : default;

    /// <summary>x and ε of mean(x²) + ε.</summary>
    private static (string? X, double Epsilon) MeanSquare(WorkingGraph graph, string value)
    {
        if (graph.Producer(value, "Add") is not { } sum)
            return default;
        var (mean, epsilon) = graph.Scalar(sum.Inputs[1]) is { } right ? (sum.Inputs[0], right)
            : graph.Scalar(sum.Inputs[0]) is { } left ? (sum.Inputs[1], left) : ("", 0);
        return mean.Length > 0 && graph.MeanOf(mean) is { } squares && graph.SquareOf(squares) is { } x ? (x, epsilon) : default;
    }

    /// <summary>A vector of the graph, through casts and sums with a number (Gemma stores weight - 1).</summary>
    private static bool IsWeight(WorkingGraph graph, string value)
    {
        for (var depth = 0; depth < 4; depth++)
        {
            if (graph.Constants.TryGetValue(value, out var tensor))
                return tensor.Dims.Count == 1;
            if (graph.Producer(value) is not { } node)
                return false;
            if (node.Is("Add") && graph.Scalar(node.Inputs[1]) is not null || node.Is("Cast") || node.Is("Identity"))
                value = node.Inputs[0];
            else if (node.Is("Add") && graph.Scalar(node.Inputs[0]) is not null)
                value = node.Inputs[1];
            else
                return false;
        }

        return false;
    }
}
