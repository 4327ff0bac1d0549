using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Finds the weights of a graph: the initializers that a training of the whole model changes.</summary>
internal static class FullTransfer
{
    /// <summary>Every weight of a graph.</summary>
    public static IReadOnlyList<TrainableTensor> Trainable(GraphProto graph) =>
        [.. graph.Initializer.Where(IsWeight).Select(FromGraph)];

    /// <summary>
    /// Whether an initializer is a weight of the model. Constants that a builder or an exporter put there – masks,
    /// exponents, frequencies of rotary positions – are scalars, or have names that are no parameter's.
    /// </summary>
    public static bool IsWeight(TensorProto tensor) =>
        FloatConversion.SizeOf((DataType)tensor.DataType) > 0
        && tensor.Dims.Count > 0
        && tensor.Dims.All(dimension => dimension > 0)
        && (HasParameterName(tensor.Name) || tensor.Dims.Count == 2 && IsAnonymousWeight(tensor.Name));

    /// <summary>The initializer as a tensor that is trained from its own values.</summary>
    public static TrainableTensor FromGraph(TensorProto tensor) =>
        new(tensor.Name, [.. tensor.Dims], TensorInitialization.FromGraph, Decays: tensor.Dims.Count > 1);

    private static bool HasParameterName(string name) =>
        name[(name.LastIndexOf('.') + 1)..] is "weight" or "bias" or "gamma" or "beta";

    /// <summary>Exporters that transpose a weight in advance give it a number for a name.</summary>
    private static bool IsAnonymousWeight(string name) =>
        name.StartsWith("onnx::MatMul_", StringComparison.Ordinal) || name.StartsWith("onnx::Gemm_", StringComparison.Ordinal);
}
