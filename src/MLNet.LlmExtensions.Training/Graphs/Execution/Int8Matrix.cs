using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Quantization;
using Onnx;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>A matrix as signed 8-bit numbers with one scale for each row.</summary>
internal sealed class Int8Matrix : IFrozenMatrix
{
    private readonly Tensor _values;
    private readonly Tensor _scales;

    private Int8Matrix(Tensor values, Tensor scales) => (_values, _scales) = (values, scales);

    public long ByteLength => _values.NumberOfElements + (_scales.NumberOfElements * sizeof(float));

    /// <summary>Quantises a stored matrix.</summary>
    public static Int8Matrix Quantize(TensorData data, TensorProto tensor, Device device)
    {
        using var scope = NewDisposeScope();
        var values = empty([.. tensor.Dims], ScalarType.Int8);
        var scales = empty([tensor.Dims[0], 1], ScalarType.Float32);
        Int8RowQuantizer.Quantize(data, tensor, MemoryMarshal.Cast<byte, sbyte>(values.bytes), MemoryMarshal.Cast<byte, float>(scales.bytes));
        return new Int8Matrix(values.to(device).DetachFromDisposeScope(), scales.to(device).DetachFromDisposeScope());
    }

    public Tensor Dequantize(ScalarType type)
    {
        using var wide = _values.to_type(ScalarType.Float32);
        wide.mul_(_scales);
        return wide.to_type(type);
    }

    public void Dispose()
    {
        _values.Dispose();
        _scales.Dispose();
    }
}
