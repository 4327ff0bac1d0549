using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>Drops white space at the ends (<c>Strip</c>).</summary>
internal sealed class StripNormalizer(bool left, bool right) : TextNormalizer
{
    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        var stripped = source;
        if (left) stripped = stripped.TrimStart();
        if (right) stripped = stripped.TrimEnd();
        if (stripped.Length == source.Length) return false;

        destination.Append(stripped);
        return true;
    }
}
