using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>
/// Attention spelled out: softmax(q · k [· or / scale] [+ bias]) · v. Hidden scores may also be replaced by a large negative
/// number, which becomes part of the bias. The heads of a group may be stacked along the sequence; then the scores are
/// reshaped before the bias and back after the softmax.
/// </summary>
internal sealed class AttentionFusion : IGraphFusion
{
    /// <summary>Scores with less than this added are nothing after the softmax, whatever they were.</summary>
    private const double Hidden = -1e4;

    private const string Zero = "fused/zero";

    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        if (!node.Is("Softmax") || node.Attributes.Integer("axis", node.Version < 13 ? 1 : -1) is not (-1 or 3))
            return;

        // After the softmax: perhaps a reshape, then the product with the values.
        if (graph.OnlyConsumer(node.Outputs[0]) is not { } next)
            return;
        var back = next.Is("Reshape") ? next : null;
        var product = back is null ? next : graph.OnlyConsumer(back.Outputs[0]);
        if (product is null || !product.Is("MatMul") || product.Inputs[0] != (back ?? node).Outputs[0] || product.Inputs[1] == product.Inputs[0])
            return;

        // Before it: perhaps a bias on either side.
        foreach (var (scores, bias) in Sums(graph, node.Inputs[0]))
        {
            if (Products(graph, scores, back is not null) is not { } found)
                continue;
            List<string> inputs =
            [
                found.Product.Inputs[0], found.Product.Inputs[1], product.Inputs[1],
                found.Where is null ? bias : WithHidden(graph, found.Where, bias), found.Scale, found.Shape,
            ];
            while (inputs[^1].Length == 0)
                inputs.RemoveAt(inputs.Count - 1);
            var fused = Patterns.Fused(
                product, GraphNode.FusedDomain, FusedOperators.Attention, inputs, GraphBuilder.Attribute(AttentionOperators.Divides, found.Divides ? 1L : 0L));
            graph.Replace(fused, product);
            graph.RemoveUnused();
            return;
        }
    }

    private static IEnumerable<(string Scores, string Bias)> Sums(WorkingGraph graph, string value)
    {
        if (!graph.IsSingleUse(value))
            yield break;
        if (graph.Producer(value, "Add") is { } add)
        {
            yield return (add.Inputs[0], add.Inputs[1]);
            yield return (add.Inputs[1], add.Inputs[0]);
        }

        yield return (value, "");
    }

    /// <summary>The product of queries and keys behind the scores, and what lies between.</summary>
    private static (GraphNode Product, string Scale, bool Divides, string Shape, GraphNode? Where)? Products(WorkingGraph graph, string scores, bool isGrouped)
    {
        var shape = "";
        GraphNode? where = null;
        if (isGrouped)
        {
            if (!graph.IsSingleUse(scores) || graph.Producer(scores, "Reshape") is not { } reshape)
                return null;
            (scores, shape) = (reshape.Inputs[0], reshape.Inputs[1]);
        }
        else if (graph.IsSingleUse(scores) && graph.Producer(scores, "Where") is { } choice && HiddenBranch(graph, choice) is { } branch)
        {
            where = choice;
            scores = choice.Inputs[3 - branch];
        }

        if (!graph.IsSingleUse(scores) || graph.Producer(scores) is not { } node)
            return null;
        if (node.Is("MatMul"))
            return (node, "", false, shape, where);
        if (!node.Is("Mul") && !node.Is("Div"))
            return null;
        var (left, right) = (node.Inputs[0], node.Inputs[1]);
        if (graph.Scalar(right) is not null && Product(left) is { } first)
            return (first, right, node.Is("Div"), shape, where);
        return node.Is("Mul") && graph.Scalar(left) is not null && Product(right) is { } second ? (second, left, false, shape, where) : null;

        GraphNode? Product(string value) => graph.IsSingleUse(value) ? graph.Producer(value, "MatMul") : null;
    }

    /// <summary>Which input of a choice, 1 or 2, is the large negative number; null where none is.</summary>
    private static int? HiddenBranch(WorkingGraph graph, GraphNode where) =>
        graph.Scalar(where.Inputs[1]) <= Hidden ? 1 : graph.Scalar(where.Inputs[2]) <= Hidden ? 2 : null;

    /// <summary>A bias of the number where scores were replaced and 0 elsewhere, on top of the bias that is there.</summary>
    private static string WithHidden(WorkingGraph graph, GraphNode where, string bias)
    {
        if (!graph.Constants.ContainsKey(Zero))
            graph.Constants.Add(Zero, new TensorProto { Name = Zero, DataType = (int)DataType.Float, FloatData = { 0 } });
        var branch = HiddenBranch(graph, where)!.Value;
        var name = where.Outputs[0] + "/bias";
        graph.Add(where with { Inputs = [where.Inputs[0], branch == 1 ? where.Inputs[1] : Zero, branch == 2 ? where.Inputs[2] : Zero], Outputs = [name] });
        if (bias.Length == 0)
            return name;
        var sum = name + "/sum";
        graph.Add(where with { Operator = "Add", Inputs = [name, bias], Outputs = [sum] });
        return sum;
    }
}
