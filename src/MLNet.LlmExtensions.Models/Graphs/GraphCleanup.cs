using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Takes out what no output of a graph needs any more, so that unused weights are not loaded.</summary>
internal static class GraphCleanup
{
    public static void RemoveUnused(GraphProto graph)
    {
        var producers = new Dictionary<string, NodeProto>(StringComparer.Ordinal);
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output)
                producers.TryAdd(output, node);
        }

        var needed = new HashSet<string>(graph.Output.Select(output => output.Name), StringComparer.Ordinal);
        var kept = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var open = new Stack<string>(needed);
        while (open.TryPop(out var value))
        {
            if (!producers.TryGetValue(value, out var node) || !kept.Add(node))
                continue;
            foreach (var input in Uses(node))
            {
                if (needed.Add(input))
                    open.Push(input);
            }
        }

        // Old files list initializers among the inputs; one that goes must not stay behind as an input to be filled.
        var unneeded = graph.Initializer.Select(initializer => initializer.Name).Where(name => !needed.Contains(name)).ToHashSet(StringComparer.Ordinal);
        Keep(graph.Input, input => !unneeded.Contains(input.Name));
        Keep(graph.Node, kept.Contains);
        Keep(graph.Initializer, initializer => needed.Contains(initializer.Name));
        Keep(graph.ValueInfo, info => needed.Contains(info.Name));
    }

    /// <summary>The values that a node reads, those inside its subgraphs included.</summary>
    public static IEnumerable<string> Uses(NodeProto node)
    {
        foreach (var input in node.Input)
            yield return input;
        foreach (var graph in node.Attribute.SelectMany(attribute => attribute.Graphs.Append(attribute.G)).Where(graph => graph is not null))
        {
            foreach (var use in graph.Node.SelectMany(Uses).Concat(graph.Output.Select(output => output.Name)))
                yield return use;
        }
    }

    private static void Keep<T>(Google.Protobuf.Collections.RepeatedField<T> field, Func<T, bool> condition)
    {
        var kept = field.Where(condition).ToArray();
        if (kept.Length == field.Count)
            return;
        field.Clear();
        field.Add(kept);
    }
}
