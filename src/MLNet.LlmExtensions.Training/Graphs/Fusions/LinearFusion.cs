using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Fusions;

/// <summary>
/// Products with a constant or trained matrix: x · transpose(weight), x · weight, Gemm; with the bias that is added after it.
/// </summary>
internal sealed class LinearFusion : IGraphFusion
{
    public void TryApply(WorkingGraph graph, GraphNode node)
    {
        if (node.Is("MatMul"))
            FromProduct(graph, node);
        else if (node.Is("Gemm"))
            FromGemm(graph, node);
    }

    private static void FromProduct(WorkingGraph graph, GraphNode node)
    {
        // A constant on the left is no layer.
        var (weight, isTransposed) = Matrix(graph, node.Inputs[1]);
        if (weight is null || Matrix(graph, node.Inputs[0]).Weight is not null)
            return;
        List<string> inputs = [node.Inputs[0], weight];
        AttributeProto layout = GraphBuilder.Attribute(FusedOperators.Transposed, isTransposed ? 0L : 1L);
        var outputs = graph.Constants[weight].Dims[isTransposed ? 0 : 1];
        if (graph.OnlyConsumer(node.Outputs[0]) is { } add && add.Is("Add"))
        {
            var bias = Patterns.Other(add, node.Outputs[0]);
            if (bias != node.Outputs[0] && graph.Constants.TryGetValue(Root(graph, bias), out var tensor) && tensor.Dims is [var size] && size == outputs)
            {
                graph.Replace(Patterns.Fused(add, GraphNode.FusedDomain, FusedOperators.Linear, [.. inputs, bias], layout), add, node);
                return;
            }
        }

        graph.Replace(Patterns.Fused(node, GraphNode.FusedDomain, FusedOperators.Linear, inputs, layout), node);
    }

    private static void FromGemm(WorkingGraph graph, GraphNode node)
    {
        var attributes = node.Attributes;
        var (weight, isTransposed) = Matrix(graph, node.Inputs[1]);
        if (weight is null || attributes.Real("alpha", 1) != 1 || attributes.Real("beta", 1) != 1 || attributes.Flag("transA"))
            return;
        if (node.HasInput(2) && !(graph.Constants.TryGetValue(Root(graph, node.Inputs[2]), out var tensor) && tensor.Dims.Count == 1))
            return;
        var layout = GraphBuilder.Attribute(FusedOperators.Transposed, isTransposed != attributes.Flag("transB") ? 0L : 1L);
        graph.Replace(
            Patterns.Fused(node, GraphNode.FusedDomain, FusedOperators.Linear, [node.Inputs[0], weight, .. node.Inputs.Skip(2)], layout), node);
    }

    /// <summary>The stored matrix behind a value, through casts and transpositions.</summary>
    public static (string? Weight, bool IsTransposed) Matrix(WorkingGraph graph, string value)
    {
        var isTransposed = false;
        for (var depth = 0; depth < 8; depth++)
        {
            if (graph.Constants.TryGetValue(value, out var tensor))
                return IsLayer(graph, tensor, isTransposed) ? (value, isTransposed) : default;
            if (graph.Producer(value) is not { } node)
                return default;
            if (node.Is("Transpose") && node.Attributes.Integers("perm") is null or [1, 0])
                isTransposed = !isTransposed;
            else if (!IsWidening(node))
                return default;
            value = node.Inputs[0];
        }

        return default;
    }

    /// <summary>
    /// One input makes no layer but an outer product, such as that of positions and rotary frequencies, which fewer bits would
    /// spoil; unless it is trained, as LoRA's B of rank 1 is.
    /// </summary>
    private static bool IsLayer(WorkingGraph graph, TensorProto tensor, bool isTransposed) =>
        tensor.Dims.Count == 2 && FloatConversion.SizeOf((DataType)tensor.DataType) > 0
        && (tensor.Dims[isTransposed ? 1 : 0] > 1 || graph.IsParameter(tensor.Name));

    private static string Root(WorkingGraph graph, string value)
    {
        for (var depth = 0; depth < 8 && graph.Producer(value) is { } node && IsWidening(node); depth++)
            value = node.Inputs[0];
        return value;
    }

    private static bool IsWidening(GraphNode node) =>
        (node.Is("Identity") && !Differentiability.StopsGradient(node)) || (node.Is("Cast") && node.Attributes.Integer("to", 0) == (long)DataType.Float);
}
