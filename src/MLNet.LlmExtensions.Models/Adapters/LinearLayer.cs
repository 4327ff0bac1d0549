using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>A linear layer of a graph: one weight and every product with it.</summary>
/// <param name="Module">The layer's path in the model, for example <c>encoder.layer.0.attention.self.query</c>.</param>
/// <param name="Weight">The stored weight; the tensor's own type, wherever its bytes are.</param>
/// <param name="IsOutputFirst">Whether the weight is stored as [out, in], as PyTorch does, or as [in, out], as GPT-2 and exporters do.</param>
/// <param name="ComputeType">The type that the product is computed in.</param>
internal sealed record LinearLayer(string Module, TensorProto Weight, bool IsOutputFirst, DataType ComputeType)
{
    /// <summary>The size of an input vector.</summary>
    public long Inputs => IsOutputFirst ? Weight.Dims[1] : Weight.Dims[0];

    /// <summary>The size of an output vector.</summary>
    public long Outputs => IsOutputFirst ? Weight.Dims[0] : Weight.Dims[1];

    /// <summary>The nodes that compute the product: MatMul, or Gemm where the bias is part of it.</summary>
    public List<NodeProto> Products { get; } = [];

    /// <summary>The initializer with the layer's bias, where it has one.</summary>
    public TensorProto? Bias { get; set; }
}
