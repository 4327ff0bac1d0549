using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>SentencePiece's rules for machine translation (<c>Nmt</c>): drops controls, makes odd spaces plain ones.</summary>
internal sealed class NmtNormalizer : TextNormalizer
{
    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        foreach (char c in source)
        {
            if (IsDropped(c)) continue;
            destination.Append(IsSpace(c) ? ' ' : c);
        }

        return true;
    }

    private static bool IsDropped(char c) => c is (>= '\u0001' and <= '\u0008') or '\u000B'
        or (>= '\u000E' and <= '\u001F') or '\u007F' or '\u008F' or '\u009F';

    private static bool IsSpace(char c) => c is '\t' or '\n' or '\f' or '\r' or '\u1680'
        or (>= '\u200B' and <= '\u200F') or '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD';
}
