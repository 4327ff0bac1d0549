using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>Writes the mark for spaces as a space again, and drops the one in front (<c>Metaspace</c>).</summary>
internal sealed class MetaspaceDecoder(char mark, PrependScheme scheme) : TokenDecoder
{
    public override List<string> Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            bool drops = i == 0 && scheme != PrependScheme.Never;
            tokens[i] = drops
                ? tokens[i].Replace(mark.ToString(), "", StringComparison.Ordinal)
                : tokens[i].Replace(mark, ' ');
        }

        return tokens;
    }
}
