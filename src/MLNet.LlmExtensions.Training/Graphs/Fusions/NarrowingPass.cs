using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>
/// Puts the conversion to 16 bits before linear layers, once for all layers that read the same value: left to each layer it
/// would be made, and kept for the backward pass, as often as there are layers.
/// </summary>
internal static class NarrowingPass
{
    public static void Apply(WorkingGraph graph)
    {
        var narrowed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.Where(node => node is { Domain: GraphNode.FusedDomain, Operator: FusedOperators.Linear }).OrderBy(node => node.Position).ToArray())
        {
            var input = node.Inputs[0];
            if (!narrowed.TryGetValue(input, out var name))
            {
                name = input + "/narrow";
                narrowed.Add(input, name);
                graph.Add(new GraphNode(GraphNode.FusedDomain, FusedOperators.Narrow, name, [input], [name], new NodeAttributes(), 1, node.Position));
            }

            graph.Replace(node with { Inputs = [name, .. node.Inputs.Skip(1)] }, node);
        }
    }
}
