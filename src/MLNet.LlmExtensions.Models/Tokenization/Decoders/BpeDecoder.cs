namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>Writes the mark at the end of words as a space (<c>BPEDecoder</c>).</summary>
internal sealed class BpeDecoder(string suffix) : TokenDecoder
{
    public override List<string> Decode(List<string> tokens)
    {
        if (suffix.Length == 0) return tokens;
        for (int i = 0; i < tokens.Count; i++)
            tokens[i] = tokens[i].Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal);
        return tokens;
    }
}
