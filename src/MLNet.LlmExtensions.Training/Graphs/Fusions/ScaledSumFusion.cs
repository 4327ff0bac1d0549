using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>a + b · number, as LoRA adds its scaled change: one pass over the result instead of two.</summary>
internal sealed class ScaledSumFusion : IGraphFusion
{
    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        if (!node.Is("Add"))
            return;
        foreach (var scaled in node.Inputs)
        {
            if (!graph.IsSingleUse(scaled) || graph.Producer(scaled, "Mul") is not { } product)
                continue;
            var number = graph.Scalar(product.Inputs[1]) is { } right ? right : graph.Scalar(product.Inputs[0]);
            // Only of a layer's result: integers and shapes have no such form.
            var value = graph.Scalar(product.Inputs[1]) is null ? product.Inputs[1] : product.Inputs[0];
            if (number is not { } factor || !IsLayer(graph, value) || !IsLayer(graph, Patterns.Other(node, scaled)))
                continue;
            graph.Replace(
                Patterns.Fused(
                    node, GraphNode.FusedDomain, FusedOperators.ScaledSum, [Patterns.Other(node, scaled), value], GraphBuilder.Attribute("factor", (float)factor)),
                node,
                product);
            return;
        }
    }

    private static bool IsLayer(WorkingGraph graph, string value) =>
        graph.Producer(value) is { Domain: GraphNode.FusedDomain, Operator: FusedOperators.Linear or FusedOperators.ScaledSum };
}
