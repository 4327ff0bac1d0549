using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Tests.Quantization;

/// <summary>Weights as a graph stores them.</summary>
internal static class StoredWeights
{
    /// <summary>A tensor in single precision.</summary>
    public static TensorProto Of(float[] values, params long[] shape) => Raw(MemoryMarshal.AsBytes<float>(values), DataType.Float, shape);

    /// <summary>A tensor of any stored type, and what its numbers are after rounding to that type.</summary>
    public static (TensorProto Tensor, float[] Rounded) Rounded(float[] values, DataType type, params long[] shape) => type switch
    {
        DataType.Float => (Of(values, shape), values),
        DataType.Double => (Raw(MemoryMarshal.AsBytes<double>(values.Select(v => (double)v).ToArray()), type, shape), values),
        DataType.Float16 => (Raw(MemoryMarshal.AsBytes<Half>(values.Select(v => (Half)v).ToArray()), type, shape), [.. values.Select(v => (float)(Half)v)]),
        DataType.Bfloat16 => (
            Raw(MemoryMarshal.AsBytes<ushort>(values.Select(UpperHalf).ToArray()), type, shape),
            [.. values.Select(v => BitConverter.UInt32BitsToSingle((uint)UpperHalf(v) << 16))]),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Normally distributed numbers, as trained weights nearly are.</summary>
    public static float[] Normal(int count, int seed, float deviation = 0.02f)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = deviation * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }

    private static TensorProto Raw(ReadOnlySpan<byte> bytes, DataType type, long[] shape) =>
        new() { Name = "encoder.dense.weight", DataType = (int)type, RawData = ByteString.CopyFrom(bytes), Dims = { shape } };

    private static ushort UpperHalf(float value) => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
}
