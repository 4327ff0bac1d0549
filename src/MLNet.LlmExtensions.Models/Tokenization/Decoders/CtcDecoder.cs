namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>Drops repetitions and padding, as outputs trained with CTC have them (<c>CTC</c>).</summary>
internal sealed class CtcDecoder(string padToken, string wordDelimiter, bool cleanUp) : TokenDecoder
{
    public override List<string> Decode(List<string> tokens)
    {
        var decoded = new List<string>(tokens.Count);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && tokens[i] == tokens[i - 1]) continue;
            string token = Remove(tokens[i], padToken);
            if (cleanUp) token = Replace(WordPieceDecoder.CleanUp(token), wordDelimiter, " ");
            if (token.Length > 0) decoded.Add(token);
        }

        return decoded;
    }

    private static string Remove(string text, string part) => Replace(text, part, "");

    private static string Replace(string text, string from, string to) =>
        from.Length == 0 ? text : text.Replace(from, to, StringComparison.Ordinal);
}
