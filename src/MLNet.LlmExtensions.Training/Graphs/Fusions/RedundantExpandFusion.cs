using MLNet.LlmExtensions.Training.Graphs.Compilation;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>
/// Takes out expansions to the shape of a value that the result meets element by element anyway: broadcasting does the same,
/// and the value is then not held back by someone who wants its shape.
/// </summary>
internal sealed class RedundantExpandFusion : IGraphFusion
{
    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        if (!node.Is("Expand") || graph.IsOutput(node.Outputs[0])
            || graph.Producer(node.Inputs[1], "Shape") is not { } shape || shape.Attributes.Has("start") || shape.Attributes.Has("end"))
            return;
        if (Meets(graph, node.Outputs[0], shape.Inputs[0]))
            graph.Replace(node with { Operator = "Identity", Inputs = [node.Inputs[0]] }, node);
    }

    private static bool Meets(WorkingGraph graph, string value, string other)
    {
        var consumers = graph.Consumers(value);
        return consumers.Count > 0 && consumers.All(consumer =>
            (consumer.Is("Cast") && !graph.IsOutput(consumer.Outputs[0]) && graph.Consumers(consumer.Outputs[0]).All(last => IsElementwise(last) && last.Inputs.Contains(other)))
            || (IsElementwise(consumer) && consumer.Inputs.Contains(other)));
    }

    private static bool IsElementwise(GraphNode node) =>
        node.Domain.Length == 0 && node.Operator is "Where" or "Add" or "Sub" or "Mul" or "Div" or "And" or "Or";
}
