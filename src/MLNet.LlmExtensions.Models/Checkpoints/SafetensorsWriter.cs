using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>Collects tensors and writes them as one safetensors file.</summary>
/// <remarks>Tensors are written in the order they were added, with data aligned to 8 bytes. Not thread-safe.</remarks>
public sealed class SafetensorsWriter
{
    private const int Alignment = 8;

    private readonly List<(string Name, SafetensorsType Type, long[] Shape, Action<Stream> Write, long ByteLength)> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Free metadata; <c>format</c> → <c>pt</c> is what Hugging Face's code expects and is there from the start.</summary>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">A name that was not added before.</param>
    /// <param name="type">The type of the elements.</param>
    /// <param name="shape">The dimensions, slowest first.</param>
    /// <param name="data">The bytes, little-endian. Read when the file is saved.</param>
    /// <exception cref="ArgumentException">The name was added before, or type and shape do not fit the bytes.</exception>
    public void Add(string name, SafetensorsType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> data) =>
        Add(name, type, shape, data.Length, stream => stream.Write(data.Span));

    /// <summary>Adds a tensor of 32-bit floats.</summary>
    /// <param name="name">A name that was not added before.</param>
    /// <param name="shape">The dimensions, slowest first.</param>
    /// <param name="data">The elements. Read when the file is saved.</param>
    /// <exception cref="ArgumentException">The name was added before, or the shape does not fit the number of elements.</exception>
    public void Add(string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> data) =>
        Add(name, SafetensorsType.F32, shape, (long)data.Length * sizeof(float), stream => WriteLittleEndian(stream, data.Span));

    /// <summary>Writes the file. A file of that name is replaced only once the new one is complete and on disk.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Save);
    }

    internal void Save(Stream stream)
    {
        var header = Header();
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var tensor in _tensors)
            tensor.Write(stream);
    }

    /// <summary>Adds a tensor whose bytes are made when the file is saved.</summary>
    internal void Add(string name, SafetensorsType type, IReadOnlyList<long> shape, long byteLength, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        var expected = shape.Aggregate((long)type.SizeOf(), (product, dimension) => checked(product * dimension));
        if (expected != byteLength || shape.Any(dimension => dimension < 0))
            throw new ArgumentException($"Tensor '{name}': {type.NameOf()}[{string.Join(", ", shape)}] does not fit {byteLength} bytes.", nameof(shape));
        if (!_names.Add(name))
            throw new ArgumentException($"Tensor '{name}' was added before.", nameof(name));
        _tensors.Add((name, type, [.. shape], write, byteLength));
    }

    private byte[] Header()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();

            long offset = 0;
            foreach (var (name, type, shape, _, byteLength) in _tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type.NameOf());
                json.WriteStartArray("shape");
                foreach (var dimension in shape)
                    json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += byteLength);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteLittleEndian(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            // In pieces, because a span of bytes cannot cover more than 2 GB.
            const int Piece = 1 << 20;
            for (var i = 0; i < values.Length; i += Piece)
                stream.Write(MemoryMarshal.AsBytes(values.Slice(i, Math.Min(Piece, values.Length - i))));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }
}
