using MLNet.LlmExtensions.Training.Graphs.Compilation;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>Finds a pattern of nodes and puts one node in its place.</summary>
internal interface IGraphFusion
{
    /// <summary>Tries to find the pattern around a node, and replaces it where it is.</summary>
    /// <param name="graph">The graph, which changes.</param>
    /// <param name="node">A node of the graph.</param>
    void TryApply(WorkingGraph graph, GraphNode node);
}
