using MLNet.LlmExtensions.Training.Graphs.Compilation;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>The fusions, in the order in which they apply.</summary>
internal static class GraphFusion
{
    private static readonly IGraphFusion[] Optional =
    [
        new RedundantExpandFusion(),
        new GeluFusion(),
        new SiluFusion(),
        new LayerNormFusion(),
        new RmsNormFusion(),
        new AttentionFusion(),
        new ScaledSumFusion(),
    ];

    /// <summary>Linear layers and DoRA's norms, which are not a matter of speed alone: only they may have weights in fewer bits.</summary>
    public static void ApplyRequired(WorkingGraph graph)
    {
        Apply(graph, new LinearFusion());
        Apply(graph, new WeightNormFusion());
    }

    public static void Apply(WorkingGraph graph)
    {
        foreach (var fusion in Optional)
            Apply(graph, fusion);
    }

    private static void Apply(WorkingGraph graph, IGraphFusion fusion)
    {
        foreach (var node in graph.Nodes.OrderBy(node => node.Position).ToArray())
        {
            if (graph.Nodes.Contains(node))
                fusion.TryApply(graph, node);
        }

        graph.RemoveUnused();
    }
}
