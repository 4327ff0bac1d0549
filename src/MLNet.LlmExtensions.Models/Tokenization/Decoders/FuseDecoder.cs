namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>Joins all tokens into one (<c>Fuse</c>).</summary>
internal sealed class FuseDecoder : TokenDecoder
{
    public override List<string> Decode(List<string> tokens) => [string.Concat(tokens)];
}
