using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using static MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns.CharacterRuns;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

/// <summary>
/// The pattern of OpenAI's cl100k vocabulary, which Llama 3 (up to three digits together) and Qwen2 (one) use as well,
/// by hand: linear in the length of the text, and aware of characters beyond U+FFFF.
/// </summary>
/// <param name="mostDigits">How many numerals stay together.</param>
internal sealed class Cl100kPattern(int mostDigits) : SplitPattern
{
    /// <summary>The regular expression with up to three numerals together.</summary>
    public const string ExpressionOfThree =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The regular expression with each numeral on its own.</summary>
    public const string ExpressionOfOne =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public override void FindMatches(ReadOnlySpan<char> text, GrowList<TextRange> matches)
    {
        for (int position = 0; position < text.Length;)
        {
            int end = EndOfMatch(text, position);
            matches.Add(new TextRange(position, end));
            position = end;
        }
    }

    private int EndOfMatch(ReadOnlySpan<char> text, int position)
    {
        char first = text[position];
        if (first == '\'' && ContractionLength(text[(position + 1)..]) is > 0 and var contraction)
            return position + 1 + contraction;

        var kind = KindAt(text, position, out int length);
        if (kind == Kind.Letter) return EndOf(Kind.Letter, text, position);
        if (kind == Kind.Number) return EndOf(Kind.Number, text, position, mostDigits);

        // One character that is neither a letter, a numeral nor the end of a line may lead a word.
        int second = position + length;
        if (!IsLineEnd(first) && second < text.Length && KindAt(text, second, out _) == Kind.Letter)
            return EndOf(Kind.Letter, text, second);

        int symbols = first == ' ' ? second : position;
        if (symbols < text.Length && KindAt(text, symbols, out _) == Kind.Other)
            return EndOfLineEnds(text, EndOf(Kind.Other, text, symbols));

        int lastLineEnd = text[position..EndOf(Kind.Space, text, position)].LastIndexOfAny('\r', '\n');
        return lastLineEnd >= 0 ? position + lastLineEnd + 1 : EndOfSpaces(text, position);
    }

    private static int EndOfLineEnds(ReadOnlySpan<char> text, int position)
    {
        while (position < text.Length && IsLineEnd(text[position])) position++;
        return position;
    }

    private static bool IsLineEnd(char c) => c is '\r' or '\n';

    private static int ContractionLength(ReadOnlySpan<char> text)
    {
        const char longS = '\u017F'; // its upper case is S
        if (text.IsEmpty) return 0;
        if (text[0] is 's' or 'S' or longS or 't' or 'T' or 'm' or 'M' or 'd' or 'D') return 1;
        return text.StartsWith("re", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("ve", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("ll", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
    }
}
