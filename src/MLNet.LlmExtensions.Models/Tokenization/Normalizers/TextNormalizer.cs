using Microsoft.ML.Tokenizers;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>
/// A step that rewrites text before it is split. Fits wherever the official <see cref="Normalizer"/> is expected, and
/// adds a form that writes into reused memory.
/// </summary>
/// <remarks>Implementations are immutable and thread-safe. Text is well-formed UTF-16, in and out.</remarks>
internal abstract class TextNormalizer : Normalizer
{
    /// <summary>
    /// Appends the normalised text and returns true; or returns false and appends nothing where the text stays as it is.
    /// </summary>
    /// <param name="source">The text, not in the memory of <paramref name="destination"/> or <paramref name="scratch"/>.</param>
    /// <param name="destination">Receives the result; empty at first.</param>
    /// <param name="scratch">Memory for steps that need some.</param>
    public abstract bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch);

    public sealed override string Normalize(string original)
    {
        ArgumentNullException.ThrowIfNull(original);
        var destination = new CharBuffer();
        return TryNormalize(original, destination, new NormalizerScratch()) ? destination.ToString() : original;
    }

    public sealed override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
}
