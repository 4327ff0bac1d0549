using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>x · sigmoid(x), which in one operator keeps x alone for the backward pass.</summary>
internal sealed class SiluFusion : IGraphFusion
{
    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        if (node.Is("Sigmoid") && graph.OnlyConsumer(node.Outputs[0]) is { } product && product.Is("Mul")
            && Patterns.Other(product, node.Outputs[0]) == node.Inputs[0])
            graph.Replace(Patterns.Fused(product, GraphNode.FusedDomain, FusedOperators.Silu, [node.Inputs[0]]), product, node);
    }
}
