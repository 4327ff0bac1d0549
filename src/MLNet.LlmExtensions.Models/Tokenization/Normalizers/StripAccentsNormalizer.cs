using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>Drops combining marks (<c>StripAccents</c>); decomposing them first is the business of another step.</summary>
internal sealed class StripAccentsNormalizer : TextNormalizer
{
    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        destination.Append(source);
        destination.RemoveFrom(0, CharacterClasses.IsMark);
        return destination.Length != source.Length;
    }
}
