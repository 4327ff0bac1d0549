using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>Stored floating-point numbers as single precision.</summary>
internal static class FloatConversion
{
    /// <summary>Bytes of one stored element, or 0 for a type that is not floating point.</summary>
    public static int SizeOf(DataType type) => type switch
    {
        DataType.Float16 or DataType.Bfloat16 => 2,
        DataType.Float => 4,
        DataType.Double => 8,
        _ => 0,
    };

    /// <summary>Widens (or, from double, rounds) little-endian elements.</summary>
    public static void Widen(ReadOnlySpan<byte> source, DataType type, Span<float> destination)
    {
        switch (type)
        {
            case DataType.Float:
                MemoryMarshal.Cast<byte, float>(source).CopyTo(destination);
                break;
            case DataType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            case DataType.Bfloat16:
                // The upper half of a float, so widening is a shift.
                var bits = MemoryMarshal.Cast<float, uint>(destination);
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, ushort>(source), bits);
                TensorPrimitives.ShiftLeft<uint>(bits, 16, bits);
                break;
            case DataType.Double:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(source), destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Not a floating-point type.");
        }
    }

    /// <summary>Rounds to a stored type, little-endian; to nearest, ties to even.</summary>
    public static void Narrow(ReadOnlySpan<float> source, DataType type, Span<byte> destination)
    {
        switch (type)
        {
            case DataType.Float:
                MemoryMarshal.AsBytes(source).CopyTo(destination);
                break;
            case DataType.Float16:
                TensorPrimitives.ConvertToHalf(source, MemoryMarshal.Cast<byte, Half>(destination));
                break;
            case DataType.Bfloat16:
                var halves = MemoryMarshal.Cast<byte, ushort>(destination);
                for (var i = 0; i < source.Length; i++)
                    halves[i] = ToBfloat16(source[i]);
                break;
            case DataType.Double:
                TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, double>(destination));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Not a floating-point type.");
        }
    }

    private static ushort ToBfloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        // Rounding up the bits of a NaN could make an infinity of it.
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
