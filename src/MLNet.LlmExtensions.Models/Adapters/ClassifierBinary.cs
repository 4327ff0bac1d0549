using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// A classifier as one block of bytes: a mark, a version, the length of the description and the description, then the
/// tensors in the form of a safetensors file.
/// </summary>
internal static class ClassifierBinary
{
    private const int Version = 1;
    private const int PrefixLength = 16;
    private const string HeadWeight = "head.weight";
    private const string HeadBias = "head.bias";
    private const string Source = "The stored classifier";

    private static ReadOnlySpan<byte> Mark => "MLLMCLS\0"u8;

    public static byte[] Write(FineTunedClassifier classifier)
    {
        var description = JsonFile.ToBytes(ClassifierDescription.Write(classifier));
        using var stream = new MemoryStream();
        Span<byte> prefix = stackalloc byte[PrefixLength];
        Mark.CopyTo(prefix);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[12..], description.Length);
        stream.Write(prefix);
        stream.Write(description);
        var writer = new SafetensorsWriter();
        writer.Add(HeadWeight, classifier.HeadWeight.Shape, classifier.HeadWeight.Values);
        writer.Add(HeadBias, classifier.HeadBias.Shape, classifier.HeadBias.Values);
        foreach (var (name, tensor) in classifier.Tensors)
            writer.Add(name, tensor.Shape, tensor.Values);
        writer.Save(stream);
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    /// <exception cref="NotSupportedException">They are of a newer version.</exception>
    public static FineTunedClassifier Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < PrefixLength || !bytes.Span.StartsWith(Mark))
            throw new InvalidDataException($"{Source} is damaged: it does not begin as one does.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[8..]);
        if (version != Version)
            throw new NotSupportedException($"{Source} is of version {version}; this library reads version {Version}.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[12..]);
        if (length < 0 || length > bytes.Length - PrefixLength)
            throw new InvalidDataException($"{Source} is damaged: its description claims {length} bytes, but {bytes.Length - PrefixLength} follow.");

        var fields = ClassifierDescription.Parse(bytes.Slice(PrefixLength, length), Source);
        var data = bytes[(PrefixLength + length)..];
        using var stream = MemoryMarshal.TryGetArray(data, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(data.ToArray(), writable: false);
        var header = SafetensorsHeader.Read(stream, Source);
        var tensors = new Dictionary<string, DenseTensor>(StringComparer.Ordinal);
        foreach (var tensor in header.Tensors.Values)
        {
            var stored = new StoredTensor(tensor.Name, tensor.Type, tensor.Shape, data.Slice(checked((int)tensor.Offset), checked((int)tensor.ByteLength)));
            tensors.Add(tensor.Name, stored.ToDense(Source));
        }

        tensors.Remove(HeadWeight, out var weight);
        tensors.Remove(HeadBias, out var bias);
        return ClassifierDescription.Read(fields, weight, bias, tensors);
    }
}
