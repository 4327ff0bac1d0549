using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>
/// GPT-2's splitting into words with their leading space, and the rewriting of each word into the byte-level alphabet
/// (<c>ByteLevel</c>).
/// </summary>
/// <param name="addPrefixSpace">Puts a space in front of a text that does not begin with one.</param>
/// <param name="useRegex">Splits with GPT-2's pattern; otherwise the pieces stay as earlier steps left them.</param>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex) : TextPreTokenizer
{
    private static readonly SplitPreTokenizer Splitter = new(new Gpt2Pattern(), SplitBehavior.Isolated, invert: false);

    public override bool WritesBytes => true;

    public override void Apply(ref PreTokenization text)
    {
        if (addPrefixSpace) AddPrefixSpaces(ref text);
        if (useRegex) Splitter.Apply(ref text);

        foreach (var piece in text.Pieces)
        {
            int start = text.Rewritten.Length;
            ByteLevelAlphabet.Append(text.TextOf(piece), text.Rewritten);
            text.Emit(piece with { Start = start, Length = text.Rewritten.Length - start });
        }

        text.CommitRewritten();
    }

    private static void AddPrefixSpaces(ref PreTokenization text)
    {
        foreach (var piece in text.Pieces)
        {
            int start = text.Rewritten.Length;
            var content = text.TextOf(piece);
            if (content[0] != ' ') text.Rewritten.Append(' ');
            text.Rewritten.Append(content);
            text.Emit(piece with { Start = start, Length = text.Rewritten.Length - start });
        }

        text.CommitRewritten();
    }
}
