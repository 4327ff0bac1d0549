using static TorchSharp.torch;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>ONNX's element types as libtorch's.</summary>
/// <remarks>Half precision is computed in single precision: gradients of 16-bit floating point underflow, and processors lack it.</remarks>
internal static class ElementTypes
{
    /// <summary>The type that values of an ONNX type have while running.</summary>
    /// <exception cref="NotSupportedException">There is none, as for texts and complex numbers.</exception>
    public static ScalarType Of(DataType type) => type switch
    {
        DataType.Float or DataType.Float16 or DataType.Bfloat16 => ScalarType.Float32,
        DataType.Double => ScalarType.Float64,
        DataType.Int64 or DataType.Uint64 or DataType.Uint32 => ScalarType.Int64,
        DataType.Int32 or DataType.Uint16 => ScalarType.Int32,
        DataType.Int16 => ScalarType.Int16,
        DataType.Int8 => ScalarType.Int8,
        DataType.Uint8 => ScalarType.Byte,
        DataType.Bool => ScalarType.Bool,
        _ => throw new NotSupportedException($"Values of the type {type} cannot be computed with TorchSharp."),
    };

    public static bool IsReal(DataType type) => type is DataType.Float or DataType.Float16 or DataType.Bfloat16 or DataType.Double;

    public static bool IsReal(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16 or ScalarType.Float16;

    /// <summary>The type that holds values of both floating-point types.</summary>
    public static ScalarType Wider(ScalarType a, ScalarType b) =>
        a == b ? a : a == ScalarType.Float64 || b == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
}
