namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>Puts nodes into an order in which each finds its inputs ready.</summary>
internal static class ExecutionOrder
{
    /// <summary>Sorts a graph's nodes; those that may run at the same time keep the order of the file.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Names of the values that are there from the start, besides constants.</param>
    /// <exception cref="InvalidDataException">A value that nothing makes, or nodes that wait for each other.</exception>
    public static IReadOnlyList<GraphNode> Sort(WorkingGraph graph, IReadOnlySet<string> inputs)
    {
        var waiting = new Dictionary<GraphNode, int>(ReferenceEqualityComparer.Instance);
        var ready = new PriorityQueue<GraphNode, int>();
        foreach (var node in graph.Nodes)
        {
            var missing = 0;
            foreach (var input in node.Inputs.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal))
            {
                if (graph.Producer(input) is not null)
                    missing++;
                else if (!inputs.Contains(input) && !graph.Constants.ContainsKey(input))
                    throw new InvalidDataException($"{graph.Source}: {node} reads '{input}', which is neither an input nor an initializer and which no node makes.");
            }

            waiting.Add(node, missing);
            if (missing == 0)
                ready.Enqueue(node, node.Position);
        }

        var order = new List<GraphNode>(graph.Nodes.Count);
        while (ready.TryDequeue(out var node, out _))
        {
            order.Add(node);
            foreach (var output in node.Outputs)
            {
                foreach (var consumer in graph.Consumers(output))
                {
                    if (--waiting[consumer] == 0)
                        ready.Enqueue(consumer, consumer.Position);
                }
            }
        }

        if (order.Count == graph.Nodes.Count)
            return order;
        var stuck = waiting.Where(entry => entry.Value > 0).Select(entry => entry.Key).MinBy(node => node.Position)!;
        throw new InvalidDataException($"{graph.Source}: {stuck} waits for its own result; the graph has a cycle.");
    }
}
