using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using static MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns.CharacterRuns;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

/// <summary>GPT-2's pattern, by hand: linear in the length of the text, and aware of characters beyond U+FFFF.</summary>
internal sealed class Gpt2Pattern : SplitPattern
{
    /// <summary>The regular expression that this class stands for.</summary>
    public const string Expression =
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public override void FindMatches(ReadOnlySpan<char> text, GrowList<TextRange> matches)
    {
        for (int position = 0; position < text.Length;)
        {
            int end = EndOfMatch(text, position);
            matches.Add(new TextRange(position, end));
            position = end;
        }
    }

    private static int EndOfMatch(ReadOnlySpan<char> text, int position)
    {
        if (text[position] == '\'' && ContractionLength(text[(position + 1)..]) is > 0 and var contraction)
            return position + 1 + contraction;

        int word = text[position] == ' ' ? position + 1 : position;
        if (word < text.Length)
        {
            var kind = KindAt(text, word, out _);
            if (kind != Kind.Space) return EndOf(kind, text, word);
        }

        return EndOfSpaces(text, position);
    }

    private static int ContractionLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return 0;
        if (text[0] is 's' or 't' or 'm' or 'd') return 1;
        return text.StartsWith("re") || text.StartsWith("ve") || text.StartsWith("ll") ? 2 : 0;
    }
}
