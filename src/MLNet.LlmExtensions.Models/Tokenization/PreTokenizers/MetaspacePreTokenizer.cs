using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>
/// SentencePiece's way with spaces: writes each as a visible mark, puts a mark in front, and splits before every mark
/// (<c>Metaspace</c>).
/// </summary>
internal sealed class MetaspacePreTokenizer(char mark, PrependScheme scheme, bool split) : TextPreTokenizer
{
    public override void Apply(ref PreTokenization text)
    {
        foreach (var piece in text.Pieces)
        {
            var content = text.TextOf(piece);
            var rewritten = text.Rewritten;
            int start = rewritten.Length;
            bool marked = content[0] == mark || content[0] == ' ';
            bool prepends = !marked
                && (scheme == PrependScheme.Always || (scheme == PrependScheme.First && text.IsFirst(piece)));
            if (prepends) rewritten.Append(mark);
            content.Replace(rewritten.Reserve(content.Length), ' ', mark);
            rewritten.Advance(content.Length);

            var whole = piece with { Start = start, Length = rewritten.Length - start };
            if (split) Split(ref text, whole, prepends ? 1 : 0);
            else text.Emit(whole);
        }

        text.CommitRewritten();
    }

    private void Split(ref PreTokenization text, Piece piece, int prepended)
    {
        var content = text.Rewritten.Span[piece.Start..];
        for (int start = 0; start < content.Length;)
        {
            int next = content[(start + 1)..].IndexOf(mark);
            int end = next < 0 ? content.Length : start + 1 + next;
            int sourceStart = Math.Min(Math.Max(0, start - prepended), piece.SourceLength);
            int sourceEnd = Math.Min(Math.Max(0, end - prepended), piece.SourceLength);
            text.Emit(new Piece(
                piece.Start + start, end - start, piece.SourceStart + sourceStart, sourceEnd - sourceStart));
            start = end;
        }
    }
}
