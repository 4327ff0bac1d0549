namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>
/// A step from tokens back to text: rewrites, joins or drops tokens. What is left after the last step is joined.
/// Immutable and thread-safe.
/// </summary>
internal abstract class TokenDecoder
{
    public abstract List<string> Decode(List<string> tokens);
}
