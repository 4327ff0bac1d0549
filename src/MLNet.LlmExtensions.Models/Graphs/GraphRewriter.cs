using Onnx;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Edits nodes of a graph that is already built. ONNX wants nodes in the order in which they can run, so what an edit adds
/// has to come where the node was.
/// </summary>
internal sealed class GraphRewriter(GraphBuilder graph)
{
    private readonly Dictionary<NodeProto, List<Action>> _before = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<NodeProto, List<Action>> _after = new(ReferenceEqualityComparer.Instance);

    /// <summary>Has something done before a node is put back; it may add nodes, and change the node's inputs.</summary>
    public void Before(NodeProto node, Action edit) => Add(_before, node, edit);

    /// <summary>Has something done after a node is put back; it may add nodes that read the node's output.</summary>
    public void After(NodeProto node, Action edit) => Add(_after, node, edit);

    /// <summary>Puts all nodes back in their order, with the edits between them.</summary>
    public void Apply()
    {
        var nodes = graph.Graph.Node.ToArray();
        graph.Graph.Node.Clear();
        foreach (var node in nodes)
        {
            Run(_before, node);
            graph.Graph.Node.Add(node);
            Run(_after, node);
        }
    }

    private static void Add(Dictionary<NodeProto, List<Action>> edits, NodeProto node, Action edit)
    {
        if (!edits.TryGetValue(node, out var list))
            edits.Add(node, list = []);
        list.Add(edit);
    }

    private static void Run(Dictionary<NodeProto, List<Action>> edits, NodeProto node)
    {
        foreach (var edit in edits.GetValueOrDefault(node) ?? [])
            edit();
    }
}
