using System.Globalization;
using System.Text;

namespace EncoderTraining.Tokenizer;

/// <summary>
/// BERT's uncased normalisation and word splitting: control characters go, accents go, letters become lower case,
/// Chinese characters and punctuation stand alone, white space separates.
/// </summary>
internal static class BertPreTokenizer
{
    /// <summary>Calls <paramref name="visit"/> with each word in turn.</summary>
    public static void Split(ReadOnlySpan<char> text, WordVisitor visit)
    {
        var buffer = new char[Math.Min(text.Length, 256)];
        var remaining = Ascii.IsValid(text) ? text : Normalize(text);
        var length = 0;
        foreach (var c in remaining)
        {
            if (IsIgnored(c))
                continue;
            var isPunctuation = IsPunctuation(c);
            if ((isPunctuation || IsSpace(c)) && length > 0)
            {
                visit(buffer.AsSpan(0, length));
                length = 0;
            }

            if (isPunctuation)
            {
                visit([c]);
            }
            else if (!IsSpace(c))
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, 2 * length);
                buffer[length++] = c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
            }
        }

        if (length > 0)
            visit(buffer.AsSpan(0, length));
    }

    /// <summary>The slow path, for text that is not ASCII alone.</summary>
    private static string Normalize(ReadOnlySpan<char> text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsChinese(rune.Value))
                clean.Append(' ').Append(rune.ToString()).Append(' ');
            else if (rune.Value is not (0 or 0xFFFD) && !IsControl(rune))
                clean.Append(Rune.IsWhiteSpace(rune) ? " " : rune.ToString());
        }

        var decomposed = clean.ToString().Normalize(NormalizationForm.FormD);
        var result = new StringBuilder(decomposed.Length);
        foreach (var rune in decomposed.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                result.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return result.ToString();
    }

    // Only ASCII control characters are left to ignore after the slow path.
    private static bool IsIgnored(char c) => (c < ' ' && !IsSpace(c)) || c == '\x7F';

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' || (c > '\x7F' && char.IsWhiteSpace(c));

    private static bool IsControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;

    private static bool IsPunctuation(char c) => c <= '\x7F'
        ? c is > ' ' and < '\x7F' && !char.IsAsciiLetterOrDigit(c)
        : char.IsPunctuation(c);

    private static bool IsChinese(int c) => c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F)
        or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
