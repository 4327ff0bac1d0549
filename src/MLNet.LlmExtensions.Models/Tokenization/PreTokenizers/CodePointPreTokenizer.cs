using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>
/// Splits at single characters of one class: <c>WhitespaceSplit</c>, <c>Punctuation</c>, <c>Digits</c>,
/// <c>CharDelimiterSplit</c>.
/// </summary>
internal sealed class CodePointPreTokenizer(Func<int, bool> isDelimiter, SplitBehavior behavior) : TextPreTokenizer
{
    public override void Apply(ref PreTokenization text)
    {
        foreach (var piece in text.Pieces)
        {
            var writer = new SplitWriter(text.Output, piece, behavior);
            int start = piece.Start;
            for (int i = piece.Start, length; i < piece.End; i += length)
            {
                if (!isDelimiter(CodePoints.At(text.Text, i, out length))) continue;
                if (i > start) writer.Add(start, i, isDelimiter: false);
                start = i + length;
                writer.Add(i, start, isDelimiter: true);
            }

            if (start < piece.End) writer.Add(start, piece.End, isDelimiter: false);
            writer.Finish();
        }

        text.Commit();
    }
}
