namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>The tokens of one text, without special tokens.</summary>
internal sealed class EncodedSequence
{
    private EncodedSequence(int[] ids, TokenTrace trace)
    {
        Ids = ids;
        Trace = trace;
    }

    public static EncodedSequence Empty { get; } = new([], new TokenTrace());

    public int[] Ids { get; }

    public TokenTrace Trace { get; }

    public int Count => Ids.Length;

    public static EncodedSequence Create(TokenizerPipeline pipeline, ReadOnlySpan<char> text, EncodeOptions options = default)
    {
        var trace = new TokenTrace();
        var buffer = new TokenBuffer();
        buffer.RecordLengths();
        pipeline.Encode(text, buffer, options with { Trace = trace });
        return new EncodedSequence(buffer.Ids.ToArray(), trace);
    }
}
