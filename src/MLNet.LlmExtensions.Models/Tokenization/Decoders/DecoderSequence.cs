namespace MLNet.LlmExtensions.Models.Tokenization.Decoders;

/// <summary>Decoders one after another (<c>Sequence</c>).</summary>
internal sealed class DecoderSequence(IReadOnlyList<TokenDecoder> steps) : TokenDecoder
{
    public override List<string> Decode(List<string> tokens) =>
        steps.Aggregate(tokens, (current, step) => step.Decode(current));
}
