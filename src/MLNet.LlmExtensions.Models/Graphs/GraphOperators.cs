using Onnx;
using static MLNet.LlmExtensions.Models.Graphs.GraphBuilder;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>The ONNX operators that models are made of. Each method adds one node and returns the name of its output.</summary>
internal static class GraphOperators
{
    public static string Add(this GraphBuilder graph, string a, string b) => graph.Node("Add", [a, b]);

    public static string Subtract(this GraphBuilder graph, string a, string b) => graph.Node("Sub", [a, b]);

    public static string Multiply(this GraphBuilder graph, string a, string b) => graph.Node("Mul", [a, b]);

    public static string Divide(this GraphBuilder graph, string a, string b) => graph.Node("Div", [a, b]);

    public static string Maximum(this GraphBuilder graph, string a, string b) => graph.Node("Max", [a, b]);

    public static string MatMul(this GraphBuilder graph, string a, string b) => graph.Node("MatMul", [a, b]);

    public static string Equal(this GraphBuilder graph, string a, string b) => graph.Node("Equal", [a, b]);

    public static string Where(this GraphBuilder graph, string condition, string then, string otherwise) =>
        graph.Node("Where", [condition, then, otherwise]);

    public static string Gather(this GraphBuilder graph, string data, string indices) =>
        graph.Node("Gather", [data, indices], Attribute("axis", 0));

    public static string Cast(this GraphBuilder graph, string value, TensorProto.Types.DataType type) =>
        graph.Node("Cast", [value], Attribute("to", (long)type));

    /// <summary>Reshapes; 0 keeps a dimension, -1 is what remains.</summary>
    public static string Reshape(this GraphBuilder graph, string value, params ReadOnlySpan<long> shape) =>
        graph.Node("Reshape", [value, graph.Integers(shape)]);

    public static string Transpose(this GraphBuilder graph, string value, params ReadOnlySpan<long> permutation) =>
        graph.Node("Transpose", [value], Attribute("perm", permutation));

    public static string Unsqueeze(this GraphBuilder graph, string value, params ReadOnlySpan<long> axes) =>
        graph.AxesNode("Unsqueeze", value, axes, axesAreInputSince: 13);

    public static string Squeeze(this GraphBuilder graph, string value, params ReadOnlySpan<long> axes) =>
        graph.AxesNode("Squeeze", value, axes, axesAreInputSince: 13);

    public static string Slice(this GraphBuilder graph, string value, string start, string end, long axis) =>
        graph.Node("Slice", [value, start, end, graph.Integers(axis)]);

    public static string Concat(this GraphBuilder graph, long axis, params ReadOnlySpan<string> values) =>
        graph.Node("Concat", values, Attribute("axis", axis));

    /// <summary>Cuts into pieces of equal size.</summary>
    public static IReadOnlyList<string> Split(this GraphBuilder graph, string value, long axis, int pieces) =>
        graph.Nodes("Split", [value], pieces, Attribute("axis", axis), Attribute("num_outputs", pieces));

    public static string Softmax(this GraphBuilder graph, string value) =>
        graph.Node("Softmax", [value], Attribute("axis", -1L));

    public static string ReduceSum(this GraphBuilder graph, string value, long axis, bool keepDimension) =>
        graph.AxesNode("ReduceSum", value, [axis], axesAreInputSince: 13, Attribute("keepdims", keepDimension ? 1L : 0L));

    public static string ReduceMax(this GraphBuilder graph, string value, long axis, bool keepDimension) =>
        graph.AxesNode("ReduceMax", value, [axis], axesAreInputSince: 18, Attribute("keepdims", keepDimension ? 1L : 0L));

    public static string ReduceMean(this GraphBuilder graph, string value, long axis) =>
        graph.AxesNode("ReduceMean", value, [axis], axesAreInputSince: 18, Attribute("keepdims", 1L));

    public static string CumulativeSum(this GraphBuilder graph, string value, long axis) =>
        graph.Node("CumSum", [value, graph.Integer(axis)]);

    /// <summary>The index of each token among the tokens of its row and 0 at padding, from a mask [batch, sequence] of integers.</summary>
    public static string TokenIndex(this GraphBuilder graph, string mask) =>
        graph.Multiply(graph.Subtract(graph.CumulativeSum(mask, axis: 1), graph.Integer(1)), mask);

    /// <summary>The size of one dimension, as a vector of one integer.</summary>
    public static string SizeOf(this GraphBuilder graph, string value, long dimension) =>
        graph.Node("Shape", [value], Attribute("start", dimension), Attribute("end", dimension + 1));

    public static string Tanh(this GraphBuilder graph, string value) => graph.Node("Tanh", [value]);

    public static string Sigmoid(this GraphBuilder graph, string value) => graph.Node("Sigmoid", [value]);

    /// <summary>An operator whose axes became an input at some version and were an attribute before.</summary>
    private static string AxesNode(
        this GraphBuilder graph, string operation, string value, ReadOnlySpan<long> axes, long axesAreInputSince, params ReadOnlySpan<AttributeProto> attributes) =>
        graph.Version >= axesAreInputSince
            ? graph.Node(operation, [value, graph.Integers(axes)], attributes)
            : graph.Node(operation, [value], [.. attributes, Attribute("axes", axes)]);
}
