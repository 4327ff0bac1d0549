using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>One hash over several files: their names relative to a folder, their lengths and their content.</summary>
internal static class ContentFingerprint
{
    private const int BufferLength = 1 << 20;

    /// <summary>SHA-256 in lower-case hexadecimal. The order of the files does not matter, nor does where the folder is.</summary>
    public static string Compute(string folder, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var names = files.Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')));
            foreach (var (path, name) in names.DistinctBy(file => file.Name).OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
                AppendNumber(hash, Encoding.UTF8.GetByteCount(name));
                hash.AppendData(Encoding.UTF8.GetBytes(name));
                AppendNumber(hash, stream.Length);
                for (int read; (read = stream.Read(buffer)) > 0;)
                    hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Lengths keep the end of one file and the start of the next apart.</summary>
    private static void AppendNumber(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
