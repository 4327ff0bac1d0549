using System.Buffers.Binary;
using System.Text.Json;

namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>
/// Reads the header of a safetensors file: eight bytes of length, then JSON with each tensor's type, shape and place.
/// </summary>
/// <remarks>
/// The file is untrusted. Everything that a tensor's place is later used for is checked here: it lies inside the file,
/// overlaps no other tensor, and has as many bytes as type and shape ask for.
/// Format: <see href="https://github.com/huggingface/safetensors#format"/>.
/// </remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>The limit of the reference implementation.</summary>
    internal const long MaximumHeaderLength = 100_000_000;

    private const int PrefixLength = sizeof(ulong);

    private SafetensorsHeader(Dictionary<string, SafetensorsTensor> tensors, Dictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a well-formed safetensors file.</exception>
    public static SafetensorsHeader Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        return Read(stream, path);
    }

    /// <summary>Reads the header at the start of a stream whose length is the file's.</summary>
    internal static SafetensorsHeader Read(Stream stream, string path)
    {
        var fileLength = stream.Length;
        if (fileLength < PrefixLength)
            throw new InvalidDataException($"'{path}' is not a safetensors file: it has {fileLength} bytes, fewer than the {PrefixLength} of the header's length.");

        Span<byte> prefix = stackalloc byte[PrefixLength];
        stream.ReadExactly(prefix);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaximumHeaderLength)
            throw new InvalidDataException($"'{path}': the header claims {headerLength} bytes; at most {MaximumHeaderLength} are allowed. The file is not a safetensors file, or is damaged.");
        if ((long)headerLength > fileLength - PrefixLength)
            throw new InvalidDataException($"'{path}': the header claims {headerLength} bytes, but only {fileLength - PrefixLength} follow. The file is cut off.");

        var json = new byte[headerLength];
        stream.ReadExactly(json);
        try
        {
            return Parse(json, PrefixLength + (long)headerLength, fileLength, path);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}': the header is not valid JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // Utf8JsonReader.GetString on bytes that are not UTF-8 or on half a surrogate pair.
            throw new InvalidDataException($"'{path}': the header holds text that is not valid Unicode.", exception);
        }
    }

    private static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataStart, long fileLength, string path)
    {
        var tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);

        Expect(ref reader, JsonTokenType.StartObject, path, "the header must be a JSON object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            if (name == "__metadata__")
            {
                ReadMetadata(ref reader, metadata, path);
                continue;
            }

            var tensor = ReadTensor(ref reader, name, dataStart, fileLength, path);
            if (!tensors.TryAdd(name, tensor))
                throw new InvalidDataException($"'{path}': tensor '{name}' is listed twice.");
        }

        // The header is padded with spaces; anything else behind the object is damage, which the reader reports.
        if (reader.Read())
            throw new InvalidDataException($"'{path}': the header has content after its JSON object.");
        CheckOverlap(tensors.Values, path);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata, string path)
    {
        Expect(ref reader, JsonTokenType.StartObject, path, "'__metadata__' must be an object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, path, $"'__metadata__.{key}' must be a string");
            metadata[key] = reader.GetString()!;
        }
    }

    private static SafetensorsTensor ReadTensor(ref Utf8JsonReader reader, string name, long dataStart, long fileLength, string path)
    {
        Expect(ref reader, JsonTokenType.StartObject, path, $"tensor '{name}' must be an object");
        string? typeName = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            switch (reader.GetString())
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, path, $"'dtype' of tensor '{name}' must be a string");
                    typeName = reader.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, $"'shape' of tensor '{name}'", path);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, $"'data_offsets' of tensor '{name}'", path);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (typeName is null || shape is null || offsets is null)
            throw new InvalidDataException($"'{path}': tensor '{name}' lacks 'dtype', 'shape' or 'data_offsets'.");
        if (!SafetensorsTypes.TryParse(typeName, out var type))
            throw new InvalidDataException($"'{path}': tensor '{name}' has the unknown type '{typeName}'.");
        if (offsets.Count != 2)
            throw new InvalidDataException($"'{path}': tensor '{name}' has {offsets.Count} data offsets instead of 2.");

        var (start, end) = (offsets[0], offsets[1]);
        if (start > end || end > fileLength - dataStart)
            throw new InvalidDataException($"'{path}': tensor '{name}' claims the bytes {start} to {end}, but the file has {fileLength - dataStart} bytes of data. The file is cut off or damaged.");

        long byteLength;
        try
        {
            byteLength = shape.Aggregate((long)type.SizeOf(), (product, dimension) => checked(product * dimension));
        }
        catch (OverflowException)
        {
            byteLength = -1;
        }

        if (byteLength != end - start)
            throw new InvalidDataException($"'{path}': tensor '{name}' is {typeName}[{string.Join(", ", shape)}], which does not fit its {end - start} bytes.");
        return new SafetensorsTensor(name, type, [.. shape], dataStart + start, byteLength);
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string what, string path)
    {
        Expect(ref reader, JsonTokenType.StartArray, path, $"{what} must be an array");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
                throw new InvalidDataException($"'{path}': {what} must hold whole numbers of at least 0.");
            numbers.Add(number);
        }

        return numbers;
    }

    private static void CheckOverlap(IEnumerable<SafetensorsTensor> tensors, string path)
    {
        SafetensorsTensor? previous = null;
        foreach (var tensor in tensors.Where(t => t.ByteLength > 0).OrderBy(t => t.Offset))
        {
            if (previous is not null && tensor.Offset < previous.Offset + previous.ByteLength)
                throw new InvalidDataException($"'{path}': tensors '{previous.Name}' and '{tensor.Name}' overlap.");
            previous = tensor;
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string path, string message)
    {
        if (!reader.Read() || reader.TokenType != expected)
            throw new InvalidDataException($"'{path}': {message}.");
    }
}
