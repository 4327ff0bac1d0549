using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>A Unicode normalisation form (<c>NFC</c>, <c>NFD</c>, <c>NFKC</c>, <c>NFKD</c>).</summary>
internal sealed class UnicodeNormalizer : TextNormalizer
{
    private readonly NormalizationForm _form;

    public UnicodeNormalizer(NormalizationForm form)
    {
        Normalization.EnsureAvailable();
        _form = form;
    }

    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch) =>
        Normalization.TryNormalize(source, _form, destination);
}
