using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>
/// DoRA's norms of an adapted weight, at which gradients stop. As one operator they are no use of the weight that keeps it from
/// being quantised, and the adapted weight, as large as the weight itself, lives no longer than they take.
/// </summary>
internal sealed class WeightNormFusion : IGraphFusion
{
    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        if (!Differentiability.StopsGradient(node)
            || graph.Producer(node.Inputs[0], "Max") is not { Inputs: [var norms, var smallest] }
            || graph.Producer(norms, "Sqrt") is not { } root
            || graph.Producer(root.Inputs[0], "ReduceSum") is not { } sum
            || graph.SquareOf(sum.Inputs[0]) is not { } adapted
            || graph.Producer(adapted, "Add") is not { Inputs: [var weight, var change] }
            || LinearFusion.Matrix(graph, weight) is not { Weight: { } stored, IsTransposed: var isTransposed }
            || (sum.Attributes.Integers("axes") ?? (sum.HasInput(1) ? graph.Small(sum.Inputs[1])?.Integers() : null)) is not [var axis])
            return;
        graph.Replace(
            Patterns.Fused(
                node,
                GraphNode.FusedDomain,
                FusedOperators.WeightNorm,
                [stored, change, smallest],
                GraphBuilder.Attribute(FusedOperators.Transposed, isTransposed ? 1L : 0L),
                GraphBuilder.Attribute("axis", axis)),
            node);
    }
}
