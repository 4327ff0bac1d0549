using MLNet.LlmExtensions.Training.Graphs.Compilation;
using Onnx;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>What several fusions look for.</summary>
internal static class Patterns
{
    /// <summary>How far constants in exports are from the numbers they stand for: some are stored with six digits.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Deeper products than this are not a pattern, and a cycle would have no bottom.</summary>
    private const int DeepestProduct = 4;

    public static bool IsNumber(this WorkingGraph graph, string value, double number) =>
        graph.Scalar(value) is { } scalar && Math.Abs(scalar - number) <= Tolerance * Math.Abs(number);

    /// <summary>The other input of a node with two.</summary>
    public static string Other(GraphNode node, string input) => node.Inputs[0] == input ? node.Inputs[1] : node.Inputs[0];

    /// <summary>A sum of a value and a number, in either order: the value, or null.</summary>
    public static string? SumWith(this WorkingGraph graph, string value, double number)
    {
        if (graph.Producer(value, "Add") is not { } add)
            return null;
        return graph.IsNumber(add.Inputs[1], number) ? add.Inputs[0] : graph.IsNumber(add.Inputs[0], number) ? add.Inputs[1] : null;
    }

    /// <summary>
    /// The factors of a product: what is multiplied through nodes that nothing else reads. Divisions by a number count as
    /// products with its inverse.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="root">The node of the last product.</param>
    /// <param name="nodes">Receives the nodes of the product.</param>
    /// <param name="number">The product of all numbers among the factors.</param>
    /// <returns>The factors that are not numbers.</returns>
    public static List<string> Factors(this WorkingGraph graph, GraphNode root, List<GraphNode> nodes, out double number)
    {
        var (factors, product) = (new List<string>(), 1.0);
        Collect(root, 0);
        number = product;
        return factors;

        void Collect(GraphNode node, int depth)
        {
            nodes.Add(node);
            if (node.Is("Div"))
            {
                product /= graph.Scalar(node.Inputs[1])!.Value;
                Visit(node.Inputs[0], depth);
                return;
            }

            Visit(node.Inputs[0], depth);
            Visit(node.Inputs[1], depth);
        }

        void Visit(string value, int depth)
        {
            if (graph.Scalar(value) is { } scalar)
                product *= scalar;
            else if (depth < DeepestProduct && graph.IsSingleUse(value) && graph.Producer(value) is { } inner && IsProduct(graph, inner))
                Collect(inner, depth + 1);
            else
                factors.Add(value);
        }
    }

    /// <summary>A product, or a division by a number.</summary>
    public static bool IsProduct(WorkingGraph graph, GraphNode node) => node.Is("Mul") || (node.Is("Div") && graph.Scalar(node.Inputs[1]) is not null);

    /// <summary>Whether a value is the square of another: the other, or null.</summary>
    public static string? SquareOf(this WorkingGraph graph, string value) => graph.Producer(value) switch
    {
        { } node when node.Is("Pow") && graph.IsNumber(node.Inputs[1], 2) => node.Inputs[0],
        { } node when node.Is("Mul") && node.Inputs[0] == node.Inputs[1] => node.Inputs[0],
        _ => null,
    };

    /// <summary>Whether a value is the mean of another over the last dimension, which is kept: the other, or null.</summary>
    public static string? MeanOf(this WorkingGraph graph, string value)
    {
        if (graph.Producer(value, "ReduceMean") is not { } node || !node.Attributes.Flag("keepdims", otherwise: true))
            return null;
        var axes = node.Attributes.Integers("axes") ?? (node.HasInput(1) ? graph.Small(node.Inputs[1])?.Integers() : null);
        // Whether 2 is the last dimension depends on the rank, which the graph does not say; -1 always is.
        return axes is [-1] ? node.Inputs[0] : null;
    }

    /// <summary>A node that takes the place of others.</summary>
    public static GraphNode Fused(GraphNode last, string domain, string operation, IReadOnlyList<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        last with { Domain = domain, Operator = operation, Inputs = inputs, Outputs = [last.Outputs[0]], Attributes = new NodeAttributes(attributes) };
}
