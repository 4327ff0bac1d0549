using Google.Protobuf;
using MLNet.LlmExtensions.Models.Checkpoints;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Reads the weights of a Dense module into the graph. They are small, and they lie in another folder than the
/// checkpoint's, so they are copied rather than referred to.
/// </summary>
internal static class DenseWeights
{
    /// <exception cref="InvalidDataException">The tensor is missing, has another shape, or another type.</exception>
    public static TensorProto Read(DenseModule module, string name, string valueName, params ReadOnlySpan<long> shape)
    {
        using var file = SafetensorsFile.Open(module.WeightsFile);
        if (!file.Tensors.TryGetValue(name, out var tensor))
            throw new InvalidDataException($"'{module.WeightsFile}': the tensor '{name}' is missing.");
        if (!shape.SequenceEqual(tensor.Shape.ToArray()))
        {
            throw new InvalidDataException(
                $"'{module.WeightsFile}': the tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}], but the module's config.json asks for [{string.Join(", ", shape.ToArray())}].");
        }

        var values = new float[tensor.Count];
        FloatConversion.Widen(file.GetBytes(name), tensor.Type switch
        {
            SafetensorsType.F32 => DataType.Float,
            SafetensorsType.F16 => DataType.Float16,
            SafetensorsType.BF16 => DataType.Bfloat16,
            SafetensorsType.F64 => DataType.Double,
            _ => throw new InvalidDataException($"'{module.WeightsFile}': the tensor '{name}' is stored as {tensor.Type.NameOf()}, which is not a floating-point type."),
        }, values);
        var result = new TensorProto
        {
            Name = valueName,
            DataType = (int)DataType.Float,
            RawData = ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values)),
        };
        result.Dims.Add(shape.ToArray());
        return result;
    }
}
