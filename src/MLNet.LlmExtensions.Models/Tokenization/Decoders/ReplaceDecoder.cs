using MLNet.LlmExtensions.Models.Tokenization.Normalizers;

namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>Replaces every match of a pattern in every token (<c>Replace</c>).</summary>
internal sealed class ReplaceDecoder(ReplaceNormalizer replacement) : TokenDecoder
{
    public override List<string> Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++) tokens[i] = replacement.Normalize(tokens[i]);
        return tokens;
    }
}
