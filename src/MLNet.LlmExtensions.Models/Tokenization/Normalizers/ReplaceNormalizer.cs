using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>Puts a fixed text in the place of every match of a pattern (<c>Replace</c>).</summary>
internal sealed class ReplaceNormalizer(SplitPattern pattern, string content) : TextNormalizer
{
    private readonly char? _single = pattern is LiteralPattern { Literal.Length: 1 } literal ? literal.Literal[0] : null;

    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        if (_single is { } character)
        {
            if (!source.Contains(character)) return false;
            if (content.Length == 1)
            {
                source.Replace(destination.Reserve(source.Length), character, content[0]);
                destination.Advance(source.Length);
                return true;
            }
        }

        var matches = scratch.Matches;
        matches.Clear();
        pattern.FindMatches(source, matches);
        if (matches.Count == 0) return false;

        int copied = 0;
        foreach (var match in matches.Span)
        {
            destination.Append(source[copied..match.Start]);
            destination.Append(content);
            copied = match.End;
        }

        destination.Append(source[copied..]);
        return true;
    }
}
