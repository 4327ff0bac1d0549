using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Unicode;

/// <summary>Unicode normalisation as Hugging Face's tokenizers do it.</summary>
internal static class Normalization
{
    // A noncharacter that the runtime refuses to normalise, although it is legal in text.
    private const char ReversedByteOrderMark = '\uFFFE';

    private const int LongestExpansion = 18; // of one character, in NFKC and NFKD (U+FDFA)

    // Nothing below has a canonical decomposition or composes with what precedes it.
    private const char FirstCanonical = '\u00C0';
    private const char FirstCompatible = '\u00A0';

    /// <summary>
    /// Throws where the runtime leaves every text as it is instead of normalising it, because wrong token ids would be
    /// the silent consequence.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">The runtime has no normalisation data.</exception>
    public static void EnsureAvailable()
    {
        if ("\u00E9".Normalize(NormalizationForm.FormD).Length != 2)
        {
            throw new PlatformNotSupportedException(
                "The runtime does not normalise Unicode text (InvariantGlobalization is on or ICU is missing), but this "
                + "tokenizer needs it. Set InvariantGlobalization to false and install ICU (package libicu).");
        }
    }

    /// <summary>
    /// Appends <paramref name="text"/> in the given form and returns true; or returns false and appends nothing where
    /// the text is already in it.
    /// </summary>
    public static bool TryNormalize(ReadOnlySpan<char> text, NormalizationForm form, CharBuffer destination)
    {
        bool compatible = form is NormalizationForm.FormKC or NormalizationForm.FormKD;
        if (text.IndexOfAnyInRange(compatible ? FirstCompatible : FirstCanonical, '\uFFFF') < 0) return false;

        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            int codePoint = CodePoints.At(text, i, out int length);
            if (codePoint == ReversedByteOrderMark || YoungCharacters.HasDecomposition(codePoint))
            {
                Append(text[start..i], form, destination);
                destination.Append(text.Slice(i, length));
                start = i + length;
            }

            i += length;
        }

        Append(text[start..], form, destination);
        return true;
    }

    private static void Append(ReadOnlySpan<char> text, NormalizationForm form, CharBuffer destination)
    {
        if (text.IsEmpty) return;

        var reserved = destination.Reserve(Math.Max(4 * LongestExpansion, 3 * text.Length));
        if (text.TryNormalize(reserved, out int written, form)) destination.Advance(written);
        else destination.Append(text.ToString().Normalize(form));
    }
}
