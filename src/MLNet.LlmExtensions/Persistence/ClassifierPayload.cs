using System.Buffers;
using System.Security.Cryptography;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>A classifier as text, which is what a value map can carry.</summary>
internal static class ClassifierPayload
{
    /// <summary>The most that is carried, in bytes. ML.NET holds it in memory as text, at nearly three times the size.</summary>
    public const int MaximumLength = 1 << 27;

    /// <summary>The classifier in base 64, and the hash of its bytes.</summary>
    /// <exception cref="NotSupportedException">What was trained is too large to be part of a saved model.</exception>
    public static (string Text, string Hash) Encode(FineTunedClassifier classifier)
    {
        var size = 4L * (classifier.Tensors.Values.Sum(tensor => (long)tensor.Values.Length) + classifier.HeadWeight.Values.Length);
        if (size > MaximumLength)
        {
            throw new NotSupportedException(
                $"The classifier's trained tensors take {size >> 20} MiB, and a saved ML.NET model carries at most {MaximumLength >> 20} MiB of them. Write the " +
                $"fine-tuned model as a checkpoint of its own with {nameof(MergedCheckpoint)}.{nameof(MergedCheckpoint.Save)}, or train fewer weights: adapters, or fewer layers.");
        }

        var bytes = classifier.ToBytes();
        return (Convert.ToBase64String(bytes), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Reads what <see cref="Encode"/> made.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static FineTunedClassifier Decode(ReadOnlySpan<char> text, string hash)
    {
        // Whoever made the file decides the length; what it can claim is bounded by what it has.
        var buffer = ArrayPool<byte>.Shared.Rent((text.Length / 4 * 3) + 3);
        try
        {
            if (!Convert.TryFromBase64Chars(text, buffer, out var length)
                || !string.Equals(Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(0, length))), hash, StringComparison.Ordinal))
            {
                throw new InvalidDataException("The classifier in the saved model is damaged: its content does not have the hash that was saved with it.");
            }

            return FineTunedClassifier.FromBytes(buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
