using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>What stands for a training's examples in the identity of its run.</summary>
internal static class SentenceHash
{
    /// <summary>The hash of examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="targets">For each example what the loss wants of it, besides its texts.</param>
    public static string Of(SentenceExamples examples, IEnumerable<object?> targets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in examples.Texts.SelectMany(text => text.Rows))
            Append(MemoryMarshal.AsBytes(row.Ids.AsSpan()));
        foreach (var members in examples.Members)
            Append(MemoryMarshal.AsBytes(members.AsSpan()));
        foreach (var target in targets)
        {
            if (target is float[] vector)
                Append(MemoryMarshal.AsBytes(vector.AsSpan()));
            else
                Append(Encoding.UTF8.GetBytes(Convert.ToString(target, CultureInfo.InvariantCulture) ?? ""));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // The length keeps the end of one part and the start of the next apart.
        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
