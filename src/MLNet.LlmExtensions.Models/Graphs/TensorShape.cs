using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Sizes of a graph's tensors.</summary>
internal static class TensorShape
{
    /// <summary>The bytes that a tensor's type and shape ask for.</summary>
    /// <exception cref="InvalidDataException">A negative dimension, a product beyond 64 bits, or a type without a fixed size.</exception>
    public static long ByteLength(TensorProto tensor, string source)
    {
        long count = 1;
        foreach (var dimension in tensor.Dims)
        {
            if (dimension < 0 || (dimension > 0 && count > long.MaxValue / 64 / dimension))
                throw new InvalidDataException($"{source}: the tensor '{tensor.Name}' has the impossible shape [{string.Join(", ", tensor.Dims)}].");
            count *= dimension;
        }

        // Types of half a byte are packed in pairs.
        var bits = BitsOf((DataType)tensor.DataType)
            ?? throw new InvalidDataException($"{source}: the tensor '{tensor.Name}' has the type {tensor.DataType}, whose data cannot be raw.");
        return ((count * bits) + 7) / 8;
    }

    private static int? BitsOf(DataType type) => type switch
    {
        DataType.Uint4 or DataType.Int4 or DataType.Float4E2M1 => 4,
        DataType.Uint8 or DataType.Int8 or DataType.Bool
            or DataType.Float8E4M3Fn or DataType.Float8E4M3Fnuz or DataType.Float8E5M2 or DataType.Float8E5M2Fnuz => 8,
        DataType.Uint16 or DataType.Int16 or DataType.Float16 or DataType.Bfloat16 => 16,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 32,
        DataType.Double or DataType.Int64 or DataType.Uint64 or DataType.Complex64 => 64,
        DataType.Complex128 => 128,
        _ => null,
    };
}
