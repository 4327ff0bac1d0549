using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>Keeps runs of word characters and runs of other visible characters (<c>Whitespace</c>).</summary>
internal sealed class WhitespacePreTokenizer : TextPreTokenizer
{
    private enum Kind
    {
        Space,
        Word,
        Other,
    }

    public override void Apply(ref PreTokenization text)
    {
        foreach (var piece in text.Pieces)
        {
            int start = piece.Start;
            var previous = Kind.Space;
            for (int i = piece.Start, length; i < piece.End; i += length)
            {
                var kind = Classify(CodePoints.At(text.Text, i, out length));
                if (kind == previous) continue;
                if (previous != Kind.Space) text.Emit(piece.Part(start, i - start));
                start = i;
                previous = kind;
            }

            if (previous != Kind.Space) text.Emit(piece.Part(start, piece.End - start));
        }

        text.Commit();
    }

    private static Kind Classify(int codePoint) =>
        CharacterClasses.IsWord(codePoint) ? Kind.Word
        : CharacterClasses.IsWhiteSpace(codePoint) ? Kind.Space
        : Kind.Other;
}
