using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// Finds the linear layers of a graph, built or exported, and what they are called in the model.
/// </summary>
/// <remarks>
/// A weight that kept its name tells the layer's. Exporters that transpose weights in advance number them instead
/// (<c>onnx::MatMul_123</c>); then the bias tells, which keeps its name, or else the node, whose name is the module's path
/// with slashes.
/// </remarks>
internal sealed class LinearLayerFinder
{
    private const string WeightSuffix = ".weight";
    private const string BiasSuffix = ".bias";

    private readonly GraphProto _graph;
    private readonly GraphIndex _index;

    private LinearLayerFinder(GraphProto graph)
    {
        _graph = graph;
        _index = new GraphIndex(graph);
    }

    /// <summary>The linear layers in the order in which they are computed.</summary>
    public static IReadOnlyList<LinearLayer> Find(GraphProto graph) => new LinearLayerFinder(graph).Run();

    private List<LinearLayer> Run()
    {
        var layers = new List<LinearLayer>();
        var byWeight = new Dictionary<string, LinearLayer>(StringComparer.Ordinal);
        var modules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in _graph.Node)
        {
            if (Operand(node) is not var (weight, isOutputFirst, type))
                continue;
            if (!byWeight.TryGetValue(weight.Name, out var layer))
            {
                var bias = Bias(node, isOutputFirst ? weight.Dims[0] : weight.Dims[1]);
                var module = Module(node, weight, bias);

                // Two weights cannot be one module; the second one's own name is at least its own.
                if (!modules.Add(module))
                    modules.Add(module = weight.Name);
                layers.Add(layer = new LinearLayer(module, weight, isOutputFirst, type) { Bias = bias });
                byWeight.Add(weight.Name, layer);
            }

            // The same weight the other way round, as in a tied head, is not the same layer.
            if (layer.IsOutputFirst == isOutputFirst)
                layer.Products.Add(node);
        }

        return layers;
    }

    /// <summary>The constant matrix that a node multiplies its input with.</summary>
    private (TensorProto Weight, bool IsOutputFirst, DataType Type)? Operand(NodeProto node)
    {
        if (node.Domain is not ("" or "ai.onnx") || node.Output.Count != 1 || node.Input.Count < 2)
            return null;
        var isTransposed = false;
        switch (node.OpType)
        {
            case "MatMul":
                break;
            case "Gemm" when Attribute(node, "transA")?.I is null or 0 && Attribute(node, "alpha")?.F is null or 1 && Attribute(node, "beta")?.F is null or 1:
                isTransposed = Attribute(node, "transB")?.I is not (null or 0);
                break;
            default:
                return null;
        }

        return Constant(node.Input[1]) is var (tensor, isTurned, type) && tensor.Dims.Count == 2 && tensor.Dims.All(size => size > 0)
            ? (tensor, isTransposed ^ isTurned, type)
            : null;
    }

    /// <summary>The floating-point initializer behind a value, through casts and transpositions.</summary>
    private (TensorProto Tensor, bool IsTransposed, DataType Type)? Constant(string value)
    {
        var isTransposed = false;
        DataType? type = null;

        // Untrusted graphs may have cycles; real ones have at most a cast and a transposition here.
        for (var depth = 0; depth < 8; depth++)
        {
            if (_index.Initializer(value) is { } tensor)
            {
                return FloatConversion.SizeOf((DataType)tensor.DataType) > 0
                    ? (tensor, isTransposed, type ?? (DataType)tensor.DataType)
                    : null;
            }

            if (_index.Producer(value) is not { Input.Count: > 0 } node)
                return null;
            switch (node.OpType)
            {
                case "Identity":
                    break;
                case "Cast" when FloatConversion.SizeOf((DataType)(Attribute(node, "to")?.I ?? 0)) > 0:
                    type ??= (DataType)Attribute(node, "to")!.I;
                    break;
                case "Transpose" when Attribute(node, "perm") is null or { Ints: [1, 0] }:
                    isTransposed = !isTransposed;
                    break;
                default:
                    return null;
            }

            value = node.Input[0];
        }

        return null;
    }

    private TensorProto? Bias(NodeProto product, long size)
    {
        if (product.OpType == "Gemm")
            return product.Input.Count > 2 ? Vector(product.Input[2]) : null;
        var next = _index.Consumers(product.Output[0]);
        return next is [{ OpType: "Add", Input.Count: 2 } add]
            ? Vector(add.Input[0] == product.Output[0] ? add.Input[1] : add.Input[0])
            : null;

        TensorProto? Vector(string value) =>
            Constant(value) is var (tensor, _, _) && tensor.Dims is [var length] && length == size ? tensor : null;
    }

    private static string Module(NodeProto node, TensorProto weight, TensorProto? bias)
    {
        if (weight.Name.EndsWith(WeightSuffix, StringComparison.Ordinal))
            return weight.Name[..^WeightSuffix.Length];
        if (bias is not null && bias.Name.EndsWith(BiasSuffix, StringComparison.Ordinal))
            return bias.Name[..^BiasSuffix.Length];
        var path = node.Name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path.Length > 1 ? string.Join('.', path[..^1]) : weight.Name;
    }

    private static AttributeProto? Attribute(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
