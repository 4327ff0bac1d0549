using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>
/// Splits at the matches of a pattern, or, inverted, at what lies between them (<c>Split</c>).
/// </summary>
internal sealed class SplitPreTokenizer(SplitPattern pattern, SplitBehavior behavior, bool invert) : TextPreTokenizer
{
    public override void Apply(ref PreTokenization text)
    {
        foreach (var piece in text.Pieces) Split(ref text, piece);
        text.Commit();
    }

    /// <summary>Emits the parts of one piece.</summary>
    public void Split(ref PreTokenization text, Piece piece)
    {
        var matches = text.Matches;
        matches.Clear();
        pattern.FindMatches(text.TextOf(piece), matches);

        var writer = new SplitWriter(text.Output, piece, behavior);
        int position = piece.Start;
        foreach (var match in matches.Span)
        {
            int start = piece.Start + match.Start;
            int end = piece.Start + match.End;
            if (start > position) writer.Add(position, start, isDelimiter: invert);
            writer.Add(start, end, isDelimiter: !invert);
            position = end;
        }

        if (position < piece.End) writer.Add(position, piece.End, isDelimiter: invert);
        writer.Finish();
    }
}
