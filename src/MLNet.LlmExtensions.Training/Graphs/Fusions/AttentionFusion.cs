using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>
/// Attention spelled out: softmax(q · k [· or / scale] [+ bias]) · v; also with the heads of a group stacked along the
/// sequence, where the scores are reshaped before the bias and back after the softmax.
/// </summary>
internal sealed class AttentionFusion : IGraphFusion
{
    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        if (!node.Is("Softmax") || node.Attributes.Integer("axis", node.Version < 13 ? 1 : -1) is not (-1 or 3))
            return;

        // After the softmax: perhaps a reshape, then the product with the values.
        if (graph.OnlyConsumer(node.Outputs[0]) is not { } next)
            return;
        var back = next.Is("Reshape") ? next : null;
        var product = back is null ? next : graph.OnlyConsumer(back.Outputs[0]);
        if (product is null || !product.Is("MatMul") || product.Inputs[0] != (back ?? node).Outputs[0] || product.Inputs[1] == product.Inputs[0])
            return;

        // Before it: perhaps a bias on either side.
        foreach (var (scores, bias, add) in Sums(graph, node.Inputs[0]))
        {
            if (Products(graph, scores, back is not null) is not { } found)
                continue;
            List<string> inputs = [found.Product.Inputs[0], found.Product.Inputs[1], product.Inputs[1], bias, found.Scale, found.Shape];
            while (inputs[^1].Length == 0)
                inputs.RemoveAt(inputs.Count - 1);
            var fused = Patterns.Fused(
                product, GraphNode.FusedDomain, FusedOperators.Attention, inputs, GraphBuilder.Attribute(AttentionOperators.Divides, found.Divides ? 1L : 0L));
            graph.Replace(fused, product);
            graph.RemoveUnused();
            return;
        }
    }

    private static IEnumerable<(string Scores, string Bias, GraphNode? Add)> Sums(WorkingGraph graph, string value)
    {
        if (!graph.IsSingleUse(value))
            yield break;
        if (graph.Producer(value, "Add") is { } add)
        {
            yield return (add.Inputs[0], add.Inputs[1], add);
            yield return (add.Inputs[1], add.Inputs[0], add);
        }

        yield return (value, "", null);
    }

    /// <summary>The product of queries and keys behind the scores.</summary>
    private static (GraphNode Product, string Scale, bool Divides, string Shape)? Products(WorkingGraph graph, string scores, bool isGrouped)
    {
        var shape = "";
        if (isGrouped)
        {
            if (!graph.IsSingleUse(scores) || graph.Producer(scores, "Reshape") is not { } reshape)
                return null;
            (scores, shape) = (reshape.Inputs[0], reshape.Inputs[1]);
        }

        if (!graph.IsSingleUse(scores) || graph.Producer(scores) is not { } node)
            return null;
        if (node.Is("MatMul"))
            return (node, "", false, shape);
        if (!node.Is("Mul") && !node.Is("Div"))
            return null;
        var (left, right) = (node.Inputs[0], node.Inputs[1]);
        if (graph.Scalar(right) is not null && Product(left) is { } first)
            return (first, right, node.Is("Div"), shape);
        return node.Is("Mul") && graph.Scalar(left) is not null && Product(right) is { } second ? (second, left, false, shape) : null;

        GraphNode? Product(string value) => graph.IsSingleUse(value) ? graph.Producer(value, "MatMul") : null;
    }
}
