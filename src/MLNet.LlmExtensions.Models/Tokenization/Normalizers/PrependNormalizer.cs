using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>Puts a fixed text in front of a text that is not empty (<c>Prepend</c>).</summary>
internal sealed class PrependNormalizer(string content) : TextNormalizer
{
    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        if (source.IsEmpty) return false;
        destination.Append(content);
        destination.Append(source);
        return true;
    }
}
