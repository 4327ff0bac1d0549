using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

/// <summary>Finds a fixed text.</summary>
internal sealed class LiteralPattern(string literal) : SplitPattern
{
    public string Literal { get; } = literal;

    public override void FindMatches(ReadOnlySpan<char> text, GrowList<TextRange> matches)
    {
        if (Literal.Length == 0) return;
        for (int position = 0; ;)
        {
            int found = text[position..].IndexOf(Literal, StringComparison.Ordinal);
            if (found < 0) return;
            position += found;
            matches.Add(new TextRange(position, position + Literal.Length));
            position += Literal.Length;
        }
    }
}
