using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models.Graphs;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>Reads small constants of a graph into managed memory.</summary>
internal static class HostTensorReader
{
    /// <summary>Above this a tensor is no shape and no list of axes.</summary>
    private const long MostIntegers = 4096;

    /// <summary>The tensor, or null when it is not small: more than one real number, more than some thousand integers, or in a file.</summary>
    /// <exception cref="InvalidDataException">The data does not fit the shape.</exception>
    public static HostTensor? TryRead(TensorProto tensor, string source)
    {
        var type = (DataType)tensor.DataType;
        if (ExternalData.IsExternal(tensor))
            return null;
        long count = 1;
        foreach (var dimension in tensor.Dims)
        {
            if (dimension is < 0 or > MostIntegers)
                return null;
            count *= dimension;
            if (count > MostIntegers)
                return null;
        }

        if (ElementTypes.IsReal(type))
        {
            if (count != 1)
                return null;
            if (type == DataType.Double)
                return new HostTensor(type, [.. tensor.Dims], Doubles(tensor, source));
            using var data = new TensorData(null, source);
            var value = new float[1];
            data.CopyFloats(tensor, 0, value);
            return new HostTensor(type, [.. tensor.Dims], [value[0]]);
        }

        if (type is not (DataType.Int64 or DataType.Int32 or DataType.Bool))
            return null;
        var integers = Integers(tensor, type);
        return integers.Length == count
            ? new HostTensor(type, [.. tensor.Dims], integers)
            : throw new InvalidDataException($"{source}: the tensor '{tensor.Name}' [{string.Join(", ", tensor.Dims)}] has {integers.Length} elements, which its shape does not fit.");
    }

    private static double[] Doubles(TensorProto tensor, string source)
    {
        double[] values = tensor.HasRawData ? MemoryMarshal.Cast<byte, double>(tensor.RawData.Span).ToArray() : [.. tensor.DoubleData];
        return values.Length == 1 ? values : throw new InvalidDataException($"{source}: the tensor '{tensor.Name}' has {values.Length} elements, which its shape does not fit.");
    }

    private static long[] Integers(TensorProto tensor, DataType type)
    {
        if (!tensor.HasRawData)
            return type == DataType.Int64 ? [.. tensor.Int64Data] : [.. tensor.Int32Data.Select(value => (long)value)];
        var bytes = tensor.RawData.Span;
        return type switch
        {
            DataType.Int64 => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
            DataType.Int32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), value => (long)value),
            _ => Array.ConvertAll(bytes.ToArray(), value => value != 0 ? 1L : 0L),
        };
    }
}
