using MLNet.LlmExtensions.Models.Checkpoints;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Models.Graphs;

/// <summary>
/// Reads the elements of a graph's tensors, wherever they are: inside the graph, or in a file that is then mapped into
/// memory. Nothing is copied but what is asked for.
/// </summary>
/// <remarks>
/// Threads may read a tensor together once one of its elements has been read; the first reading finds where it is.
/// </remarks>
internal sealed class TensorData(string? externalDataFolder, string source) : IDisposable
{
    private readonly Dictionary<string, MappedFile> _mapped = new(StringComparer.Ordinal);

    /// <summary>Where tensors are; finding out asks the file system, which once for each row would be too often.</summary>
    private readonly Dictionary<TensorProto, (MappedFile File, long Offset, long Length)> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>Copies elements as single precision.</summary>
    /// <param name="tensor">A floating-point tensor.</param>
    /// <param name="start">The first element.</param>
    /// <param name="destination">Receives as many elements as it has.</param>
    /// <exception cref="InvalidDataException">The tensor does not have these elements.</exception>
    public void CopyFloats(TensorProto tensor, long start, Span<float> destination)
    {
        var type = (DataType)tensor.DataType;
        var size = FloatConversion.SizeOf(type);
        if (size == 0)
            throw new InvalidDataException($"{source}: the tensor '{tensor.Name}' is of type {type}, which is not floating point.");

        if (ExternalData.IsExternal(tensor))
        {
            var (file, offset, length) = Place(tensor);
            if (start < 0 || (start + destination.Length) > length / size)
                throw OutOfRange(tensor);
            FloatConversion.Widen(file.Span<byte>(offset + (start * size), checked(destination.Length * size)), type, destination);
        }
        else if (tensor.HasRawData)
        {
            if (start < 0 || (start + destination.Length) > tensor.RawData.Length / size)
                throw OutOfRange(tensor);
            FloatConversion.Widen(tensor.RawData.Span.Slice((int)(start * size), destination.Length * size), type, destination);
        }
        else
        {
            // Repeated fields: floats as floats, half precision as the bits in 32-bit integers.
            for (var i = 0; i < destination.Length; i++)
                destination[i] = FromField(tensor, type, start + i);
        }
    }

    /// <summary>Copies a tensor's bytes in ONNX's raw form; only for tensors with raw or external data.</summary>
    public void CopyBytes(TensorProto tensor, Stream destination)
    {
        const int Piece = 1 << 20;
        if (!ExternalData.IsExternal(tensor))
        {
            destination.Write(tensor.RawData.Span);
            return;
        }

        var (file, offset, length) = Place(tensor);
        for (long done = 0; done < length; done += Piece)
            destination.Write(file.Span<byte>(offset + done, (int)Math.Min(Piece, length - done)));
    }

    public void Dispose()
    {
        foreach (var file in _mapped.Values)
            file.Dispose();
        _mapped.Clear();
        _places.Clear();
    }

    private (MappedFile File, long Offset, long Length) Place(TensorProto tensor)
    {
        if (!_places.TryGetValue(tensor, out var place))
        {
            var (path, offset, length) = ExternalData.Resolve(tensor, externalDataFolder!, source);
            if (!_mapped.TryGetValue(path, out var file))
                _mapped.Add(path, file = new MappedFile(path));
            _places.Add(tensor, place = (file, offset, length));
        }

        return place;
    }

    private float FromField(TensorProto tensor, DataType type, long index)
    {
        var count = type switch
        {
            DataType.Float => tensor.FloatData.Count,
            DataType.Double => tensor.DoubleData.Count,
            _ => tensor.Int32Data.Count,
        };
        if (index < 0 || index >= count)
            throw OutOfRange(tensor);
        var i = (int)index;
        return type switch
        {
            DataType.Float => tensor.FloatData[i],
            DataType.Double => (float)tensor.DoubleData[i],
            DataType.Float16 => (float)BitConverter.UInt16BitsToHalf((ushort)tensor.Int32Data[i]),
            _ => BitConverter.UInt32BitsToSingle((uint)tensor.Int32Data[i] << 16),
        };
    }

    private InvalidDataException OutOfRange(TensorProto tensor) =>
        new($"{source}: the tensor '{tensor.Name}' [{string.Join(", ", tensor.Dims)}] has fewer elements than its shape asks for.");
}
