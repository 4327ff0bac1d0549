using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>
/// GELU (<see href="https://arxiv.org/abs/1606.08415"/>) spelled out: x/2 · (1 + erf(x/√2)), or with tanh in place of the
/// error function, with the factors in any order.
/// </summary>
internal sealed class GeluFusion : IGraphFusion
{
    private const double Cubic = 0.044715;
    private static readonly double InverseRoot = 1 / Math.Sqrt(2);
    private static readonly double TanhScale = Math.Sqrt(2 / Math.PI);

    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        var isTanh = node.Is("Tanh");
        if (!isTanh && !node.Is("Erf"))
            return;
        var x = isTanh ? TanhArgument(graph, node.Inputs[0]) : ErfArgument(graph, node.Inputs[0]);
        if (x is null || graph.OnlyConsumer(node.Outputs[0]) is not { } add || graph.SumWith(add.Outputs[0], 1) != node.Outputs[0])
            return;

        // The outermost product that has the factors x, the sum and one half.
        var root = graph.OnlyConsumer(add.Outputs[0]);
        for (var depth = 0; root is not null && Patterns.IsProduct(graph, root) && depth < 3; depth++)
        {
            var nodes = new List<GraphNode>();
            var factors = graph.Factors(root, nodes, out var number);
            if (factors.Count == 2 && factors.Contains(x) && factors.Contains(add.Outputs[0]) && Math.Abs(number - 0.5) < 1e-4)
            {
                var fused = isTanh
                    ? Patterns.Fused(root, "", "Gelu", [x], GraphBuilder.Attribute("approximate", "tanh"))
                    : Patterns.Fused(root, "", "Gelu", [x]);
                graph.Replace(fused, root);
                graph.RemoveUnused();
                return;
            }

            root = graph.OnlyConsumer(root.Outputs[0]);
        }
    }

    /// <summary>x of x/√2.</summary>
    private static string? ErfArgument(WorkingGraph graph, string value) =>
        graph.Producer(value) is { } node && Patterns.IsProduct(graph, node)
        && graph.Factors(node, [], out var number) is [var x] && Math.Abs(number - InverseRoot) < 1e-4 ? x : null;

    /// <summary>x of √(2/π) · (x + 0.044715 x³).</summary>
    private static string? TanhArgument(WorkingGraph graph, string value)
    {
        if (graph.Producer(value) is not { } node || !Patterns.IsProduct(graph, node)
            || graph.Factors(node, [], out var scale) is not [var sum] || Math.Abs(scale - TanhScale) > 1e-4
            || graph.Producer(sum, "Add") is not { } add)
            return null;
        foreach (var x in add.Inputs)
        {
            if (IsCubic(graph, Patterns.Other(add, x), x))
                return x;
        }

        return null;
    }

    private static bool IsCubic(WorkingGraph graph, string value, string x)
    {
        if (graph.Producer(value, "Mul") is not { } node)
            return false;
        var factors = graph.Factors(node, [], out var number);
        if (Math.Abs(number - Cubic) > 1e-5)
            return false;
        return factors switch
        {
            [var only] => graph.Producer(only, "Pow") is { } power && power.Inputs[0] == x && graph.IsNumber(power.Inputs[1], 3),
            [var a, var b] => (a == x && graph.SquareOf(b) == x) || (b == x && graph.SquareOf(a) == x),
            _ => factors.Count == 3 && factors.TrueForAll(factor => factor == x),
        };
    }
}
