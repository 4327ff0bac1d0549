using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MLNet.LlmExtensions.Inference.Caching.Disk;

/// <summary>
/// The form of a file of vectors: a header that says whose they are and how long, then records of one length, each the hash of a text,
/// the vector's numbers, and a checksum over both. All little-endian. A record that a killed process wrote in part is shorter than the
/// others and does not count.
/// </summary>
internal static class SegmentFormat
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderSize = 8 + sizeof(int) + sizeof(int) + TextHash.Size + ChecksumSize;

    private const int ChecksumSize = sizeof(ulong);
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "MLXVECT\n"u8;

    /// <summary>Bytes of a record.</summary>
    public static int RecordSize(int dimensions) => checked(TextHash.Size + (dimensions * sizeof(float)) + ChecksumSize);

    public static byte[] Header(string space, int dimensions)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), dimensions);
        Convert.FromHexString(space).CopyTo(header.AsSpan(16));
        Seal(header);
        return header;
    }

    public static void WriteRecord(Span<byte> record, TextHash text, ReadOnlySpan<float> vector)
    {
        MemoryMarshal.Write(record, in text);
        MemoryMarshal.AsBytes(vector).CopyTo(record[TextHash.Size..]);
        Seal(record);
    }

    /// <summary>The text that a record is of; a record may be damaged.</summary>
    public static TextHash Text(ReadOnlySpan<byte> record) => MemoryMarshal.Read<TextHash>(record);

    /// <summary>Reads the vector of a record.</summary>
    /// <returns>Whether it is whole and of that text.</returns>
    public static bool TryReadVector(ReadOnlySpan<byte> record, TextHash text, Span<float> destination)
    {
        if (Text(record) != text || !IsSealed(record))
        {
            return false;
        }

        record[TextHash.Size..^ChecksumSize].CopyTo(MemoryMarshal.AsBytes(destination));
        return true;
    }

    private static void Seal(Span<byte> bytes) =>
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[^ChecksumSize..], XxHash3.HashToUInt64(bytes[..^ChecksumSize]));

    private static bool IsSealed(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[^ChecksumSize..]) == XxHash3.HashToUInt64(bytes[..^ChecksumSize]);
}
