using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MLNet.LlmExtensions.Inference.Caching;

/// <summary>The SHA-256 of a text's UTF-16 code units: what stands for the text in the cache. Null is the empty text.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TextHash(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    public static TextHash Of(string? text)
    {
        Span<byte> hash = stackalloc byte[Size];
        _ = SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return MemoryMarshal.Read<TextHash>(hash);
    }

    // Hashes are evenly spread already.
    public override int GetHashCode() => First.GetHashCode();
}
