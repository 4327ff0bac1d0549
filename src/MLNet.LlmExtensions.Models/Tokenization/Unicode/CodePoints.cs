using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Unicode;

/// <summary>Reads and writes code points in UTF-16 text that is known to be well-formed, or made so.</summary>
internal static class CodePoints
{
    public const int LastBasic = 0xFFFF;

    private const int SupplementaryBase = 0x10000;
    private const char HighSurrogateStart = '\uD800';
    private const char LowSurrogateStart = '\uDC00';
    private const int SurrogateShift = 10;

    /// <summary>The code point that starts at <paramref name="index"/>, and how many characters it takes.</summary>
    public static int At(ReadOnlySpan<char> text, int index, out int length)
    {
        char first = text[index];
        if (!char.IsHighSurrogate(first) || index + 1 >= text.Length || !char.IsLowSurrogate(text[index + 1]))
        {
            length = 1;
            return first;
        }

        length = 2;
        return char.ConvertToUtf32(first, text[index + 1]);
    }

    /// <summary>The code point that ends before <paramref name="end"/>, and how many characters it takes.</summary>
    public static int Before(ReadOnlySpan<char> text, int end, out int length)
    {
        char last = text[end - 1];
        if (!char.IsLowSurrogate(last) || end < 2 || !char.IsHighSurrogate(text[end - 2]))
        {
            length = 1;
            return last;
        }

        length = 2;
        return char.ConvertToUtf32(text[end - 2], last);
    }

    /// <summary>How many characters the code point at <paramref name="index"/> takes: 1 or 2.</summary>
    public static int LengthAt(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    /// <summary>Whether every half of a surrogate pair has its other half.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        int position = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (position < 0) return true;
        while (position < text.Length)
        {
            int length = LengthAt(text, position);
            if (length == 1 && char.IsSurrogate(text[position])) return false;
            position += length;
        }

        return true;
    }

    /// <summary>
    /// The text itself where it is well-formed, otherwise a copy with U+FFFD for every half of a surrogate pair, as Hugging Face's
    /// side gets it.
    /// </summary>
    public static ReadOnlySpan<char> WellFormed(ReadOnlySpan<char> text, CharBuffer copy)
    {
        if (IsWellFormed(text)) return text;

        copy.Clear();
        foreach (var rune in text.EnumerateRunes()) copy.Advance(rune.EncodeToUtf16(copy.Reserve(2)));
        return copy.Span;
    }

    public static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i += LengthAt(text, i)) count++;
        return count;
    }

    /// <summary>Writes a code point as one or two characters and returns how many.</summary>
    public static int Write(int codePoint, Span<char> destination)
    {
        if (codePoint <= LastBasic)
        {
            destination[0] = (char)codePoint;
            return 1;
        }

        int offset = codePoint - SupplementaryBase;
        destination[0] = (char)(HighSurrogateStart + (offset >> SurrogateShift));
        destination[1] = (char)(LowSurrogateStart + (offset & ((1 << SurrogateShift) - 1)));
        return 2;
    }
}
