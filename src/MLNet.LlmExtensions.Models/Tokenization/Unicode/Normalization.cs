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

    private static readonly NormalizationTable FormC = new(NormalizationForm.FormC);
    private static readonly NormalizationTable FormD = new(NormalizationForm.FormD);
    private static readonly NormalizationTable FormKC = new(NormalizationForm.FormKC);
    private static readonly NormalizationTable FormKD = new(NormalizationForm.FormKD);

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
        char firstAffected = compatible ? FirstCompatible : FirstCanonical;
        int firstPosition = text.IndexOfAnyInRange(firstAffected, '\uFFFF');
        if (firstPosition < 0) return false;

        var table = TableOf(form);
        int length = destination.Length;
        bool changed = false;
        int copied = 0;
        for (int i = firstPosition; i < text.Length;)
        {
            if (text[i] < firstAffected)
            {
                i++;
                continue;
            }

            int codePoint = CodePoints.At(text, i, out int characterLength);
            string? normalized = table.Lookup(codePoint);
            if (normalized is null)
            {
                destination.Truncate(length);
                return TryNormalizeAsWhole(text, form, destination);
            }

            if (normalized.Length > 0)
            {
                destination.Append(text[copied..i]);
                destination.Append(normalized);
                copied = i + characterLength;
                changed = true;
            }

            i += characterLength;
        }

        if (changed) destination.Append(text[copied..]);
        return changed;
    }

    private static NormalizationTable TableOf(NormalizationForm form) => form switch
    {
        NormalizationForm.FormC => FormC,
        NormalizationForm.FormD => FormD,
        NormalizationForm.FormKC => FormKC,
        _ => FormKD,
    };

    private static bool TryNormalizeAsWhole(ReadOnlySpan<char> text, NormalizationForm form, CharBuffer destination)
    {
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
