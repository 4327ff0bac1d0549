using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>A tensor of an adapter's file as it is stored, so that saving an adapter again changes nothing.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Data">Its bytes, little-endian.</param>
internal sealed record StoredTensor(string Key, SafetensorsType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>The values in single precision.</summary>
    /// <exception cref="InvalidDataException">The elements are not floating-point numbers.</exception>
    public DenseTensor ToDense(string source)
    {
        var type = Type switch
        {
            SafetensorsType.F32 => DataType.Float,
            SafetensorsType.F16 => DataType.Float16,
            SafetensorsType.BF16 => DataType.Bfloat16,
            SafetensorsType.F64 => DataType.Double,
            _ => throw new InvalidDataException($"{source}: the tensor '{Key}' is stored as {Type.NameOf()}, which is not a floating-point type."),
        };
        var values = new float[Data.Length / FloatConversion.SizeOf(type)];
        FloatConversion.Widen(Data.Span, type, values);
        return new DenseTensor(Shape, values);
    }

    /// <summary>Whether type, shape and every byte are those of another tensor.</summary>
    public bool HasSameContent(StoredTensor other) =>
        Type == other.Type && Shape.SequenceEqual(other.Shape) && Data.Span.SequenceEqual(other.Data.Span);

    /// <summary>A tensor of 32-bit floats.</summary>
    public static StoredTensor From(string key, DenseTensor tensor) => new(
        key, SafetensorsType.F32, tensor.Shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes(tensor.Values.AsSpan()).ToArray());
}
