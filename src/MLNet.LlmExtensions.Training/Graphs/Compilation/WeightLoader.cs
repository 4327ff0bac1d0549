using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using Onnx;
using TorchSharp;
using static TorchSharp.torch;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>Brings a graph's tensors into native memory, from mapped files without a managed copy between.</summary>
internal sealed class WeightLoader(string? externalDataFolder, string source, TorchGraphOptions options) : IDisposable
{
    /// <summary>Elements that are read at a time: spans hold two billion bytes, and pieces of widened numbers need not be larger.</summary>
    private const long PieceLength = 1 << 24;

    private readonly TensorData _data = new(externalDataFolder, source);

    public TensorData Data => _data;

    /// <summary>Loads a constant in the form that its use asks for.</summary>
    /// <returns>A tensor, a small tensor in managed memory, or a quantised weight; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">The data does not fit the shape.</exception>
    /// <exception cref="NotSupportedException">The type cannot be computed with.</exception>
    public IDisposable Load(TensorProto tensor, ConstantRole role)
    {
        if (HostTensorReader.TryRead(tensor, source) is { } small)
            return small;
        var type = (DataType)tensor.DataType;
        if (!ElementTypes.IsReal(type) || type == DataType.Double || role == ConstantRole.General)
            return LoadTensor(tensor, ElementTypes.Of(type));
        if (role == ConstantRole.LinearWeight && tensor.Dims.Count == 2 && options.FrozenWeights is FrozenWeightPrecision.Int8 or FrozenWeightPrecision.Nf4)
            return QuantizedWeights.Quantize(_data, tensor, options);
        var isHalf = options.FrozenWeights != FrozenWeightPrecision.Float32 || options.Precision == TrainingPrecision.BFloat16;
        return LoadTensor(tensor, isHalf ? ScalarType.BFloat16 : ScalarType.Float32);
    }

    /// <summary>Loads a tensor as a type; it belongs to no scope.</summary>
    public Tensor LoadTensor(TensorProto tensor, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var expected = TensorShape.ByteLength(tensor, source);
        var stored = (DataType)tensor.DataType;
        CheckLength(tensor, stored, expected);
        var result = empty([.. tensor.Dims], type);
        if (result.NumberOfElements > 0)
        {
            using var flat = result.view(-1);
            if (IsStoredAs(stored, type) && (ExternalData.IsExternal(tensor) || tensor.HasRawData))
                CopyBytes(tensor, flat, expected);
            else if (ElementTypes.IsReal(stored))
                Widen(tensor, flat, type);
            else
                CopyIntegers(tensor, stored, flat);
        }

        if (options.Device.type != DeviceType.CPU)
            result = result.to(options.Device);
        return result.DetachFromDisposeScope();
    }

    public void Dispose() => _data.Dispose();

    private static bool IsStoredAs(DataType stored, ScalarType type) => (stored, type) switch
    {
        (DataType.Bfloat16, ScalarType.BFloat16) => true,
        (DataType.Float, ScalarType.Float32) or (DataType.Double, ScalarType.Float64) => true,
        (DataType.Int64, ScalarType.Int64) or (DataType.Int32, ScalarType.Int32) or (DataType.Int16, ScalarType.Int16) => true,
        (DataType.Int8, ScalarType.Int8) or (DataType.Uint8, ScalarType.Byte) or (DataType.Bool, ScalarType.Bool) => true,
        _ => false,
    };

    /// <summary>Data comes before memory: a shape alone must not be able to ask for any amount.</summary>
    private void CheckLength(TensorProto tensor, DataType stored, long expected)
    {
        var actual = ExternalData.IsExternal(tensor)
            ? ExternalData.Resolve(tensor, externalDataFolder ?? throw Misfit(tensor), source).Length
            : tensor.HasRawData
                ? tensor.RawData.Length
                : (long)(tensor.FloatData.Count + tensor.DoubleData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count) * BytesOf(stored);
        if (actual != expected)
            throw Misfit(tensor);
    }

    private static int BytesOf(DataType type) => type switch
    {
        DataType.Double or DataType.Int64 => 8,
        DataType.Float or DataType.Int32 => 4,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
        _ => 1,
    };

    private unsafe void CopyBytes(TensorProto tensor, Tensor flat, long length)
    {
        // A view of one element gives the address of the whole, whose length a span could not hold.
        using var first = flat.narrow(0, 0, 1);
        fixed (byte* address = first.bytes)
        {
            using var target = new UnmanagedMemoryStream(address, 0, length, FileAccess.Write);
            try
            {
                _data.CopyBytes(tensor, target);
            }
            catch (NotSupportedException)
            {
                // More bytes came than the tensor takes.
                throw Misfit(tensor);
            }

            if (target.Position != length)
                throw Misfit(tensor);
        }
    }

    private unsafe void Widen(TensorProto tensor, Tensor flat, ScalarType type)
    {
        var count = flat.NumberOfElements;
        using var buffer = type == ScalarType.Float32 ? null : empty([Math.Min(count, PieceLength)], ScalarType.Float32);
        for (long start = 0; start < count; start += PieceLength)
        {
            var length = Math.Min(PieceLength, count - start);
            using var piece = flat.narrow(0, start, length);
            using var target = buffer?.narrow(0, 0, length);
            fixed (byte* address = (target ?? piece).bytes)
                _data.CopyFloats(tensor, start, new Span<float>(address, (int)length));
            if (target is not null)
                piece.copy_(target);
        }
    }

    private void CopyIntegers(TensorProto tensor, DataType stored, Tensor flat)
    {
        long[] values = stored switch
        {
            DataType.Int64 when !tensor.HasRawData => [.. tensor.Int64Data],
            DataType.Int32 or DataType.Int16 or DataType.Int8 or DataType.Uint8 or DataType.Bool or DataType.Uint16 when !tensor.HasRawData
                => [.. tensor.Int32Data.Select(value => (long)value)],
            _ => throw new NotSupportedException($"{source}: the tensor '{tensor.Name}' is of type {stored}, which is not supported in training."),
        };
        if (values.Length != flat.NumberOfElements)
            throw Misfit(tensor);
        using var copy = torch.tensor(values, ScalarType.Int64);
        flat.copy_(copy);
    }

    private InvalidDataException Misfit(TensorProto tensor) =>
        new($"{source}: the data of the tensor '{tensor.Name}' does not fit its shape [{string.Join(", ", tensor.Dims)}].");
}
