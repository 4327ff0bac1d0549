using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

/// <summary>The building blocks of GPT's splitting patterns: runs of one class of characters.</summary>
internal static class CharacterRuns
{
    public enum Kind : byte
    {
        Other,
        Letter,
        Number,
        Space,
    }

    private static readonly Kind[] AsciiKinds = [.. Enumerable.Range(0, 0x80).Select(Classify)];

    /// <summary>The class of the character at a position, and its length.</summary>
    public static Kind KindAt(ReadOnlySpan<char> text, int position, out int length)
    {
        char c = text[position];
        if (c < AsciiKinds.Length)
        {
            length = 1;
            return AsciiKinds[c];
        }

        return Classify(CodePoints.At(text, position, out length));
    }

    /// <summary>Where the run of characters of one class that includes <paramref name="position"/> ends.</summary>
    public static int EndOf(Kind kind, ReadOnlySpan<char> text, int position, int atMost = int.MaxValue)
    {
        for (int count = 0; position < text.Length && count < atMost; count++)
        {
            if (KindAt(text, position, out int length) != kind) break;
            position += length;
        }

        return position;
    }

    /// <summary>
    /// Where a match of <c>\s+(?!\S)|\s+</c> ends: a run of white space without its last character, unless it is only
    /// one or ends the text.
    /// </summary>
    public static int EndOfSpaces(ReadOnlySpan<char> text, int position)
    {
        int end = EndOf(Kind.Space, text, position);
        return end == text.Length || end - position == 1 ? end : end - 1; // white space is never a surrogate pair
    }

    private static Kind Classify(int codePoint) =>
        CharacterClasses.IsWhiteSpace(codePoint) ? Kind.Space
        : CharacterClasses.IsLetter(codePoint) ? Kind.Letter
        : CharacterClasses.IsNumber(codePoint) ? Kind.Number
        : Kind.Other;
}
