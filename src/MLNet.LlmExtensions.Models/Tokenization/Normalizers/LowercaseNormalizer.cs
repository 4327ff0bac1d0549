using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>Lowers the case (<c>Lowercase</c>).</summary>
internal sealed class LowercaseNormalizer : TextNormalizer
{
    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        LowerCase.Append(source, destination);
        return true;
    }
}
