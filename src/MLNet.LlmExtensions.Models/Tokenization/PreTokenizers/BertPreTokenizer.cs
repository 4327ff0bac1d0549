using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>Splits at white space, which it drops, and around punctuation (<c>BertPreTokenizer</c>).</summary>
internal sealed class BertPreTokenizer : TextPreTokenizer
{
    private enum Kind : byte
    {
        Word,
        Space,
        Punctuation,
    }

    private static readonly Kind[] AsciiKinds = [.. Enumerable.Range(0, 0x80).Select(Classify)];

    public override void Apply(ref PreTokenization text)
    {
        foreach (var piece in text.Pieces)
        {
            int start = piece.Start;
            for (int i = piece.Start, length; i < piece.End; i += length)
            {
                char c = text.Text[i];
                Kind kind;
                if (c < AsciiKinds.Length)
                {
                    kind = AsciiKinds[c];
                    length = 1;
                }
                else
                {
                    kind = Classify(CodePoints.At(text.Text, i, out length));
                }

                if (kind == Kind.Word) continue;
                text.Emit(piece.Part(start, i - start));
                if (kind == Kind.Punctuation) text.Emit(piece.Part(i, length));
                start = i + length;
            }

            text.Emit(piece.Part(start, piece.End - start));
        }

        text.Commit();
    }

    private static Kind Classify(int codePoint) =>
        CharacterClasses.IsWhiteSpace(codePoint) ? Kind.Space
        : CharacterClasses.IsPunctuation(codePoint) ? Kind.Punctuation
        : Kind.Word;
}
