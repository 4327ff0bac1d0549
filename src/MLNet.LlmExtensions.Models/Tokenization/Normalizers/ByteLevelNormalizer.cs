using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>Writes each byte of the text's UTF-8 form as one visible character (<c>ByteLevel</c>).</summary>
internal sealed class ByteLevelNormalizer : TextNormalizer
{
    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        ByteLevelAlphabet.Append(source, destination);
        return true;
    }
}
