using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>Makes tensors of a graph from values in memory.</summary>
internal static class GraphTensors
{
    /// <summary>A tensor of zeros.</summary>
    public static TensorProto Zeros(string name, params ReadOnlySpan<long> shape)
    {
        var count = DenseTensor.CountOf(shape.ToArray())!.Value;
        return Floats(name, shape, new float[count]);
    }

    /// <summary>A tensor of floats, copied.</summary>
    public static TensorProto Floats(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)DataType.Float, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.Add(shape.ToArray());
        return tensor;
    }
}
