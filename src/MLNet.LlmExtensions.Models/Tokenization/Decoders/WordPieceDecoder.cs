namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>Joins continuations to the word before them, and separates words by spaces (<c>WordPiece</c>).</summary>
/// <param name="prefix">What continuations begin with.</param>
/// <param name="cleanUp">Whether the spaces before punctuation and English contractions go.</param>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : TokenDecoder
{
    private static readonly (string From, string To)[] CleanUps =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>Removes the spaces that splitting at punctuation left.</summary>
    public static string CleanUp(string text) =>
        CleanUps.Aggregate(text, (current, rule) => current.Replace(rule.From, rule.To, StringComparison.Ordinal));

    public override List<string> Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (i > 0)
            {
                bool continues = token.StartsWith(prefix, StringComparison.Ordinal);
                token = continues ? token[prefix.Length..] : " " + token;
            }

            tokens[i] = cleanUp ? CleanUp(token) : token;
        }

        return tokens;
    }
}
