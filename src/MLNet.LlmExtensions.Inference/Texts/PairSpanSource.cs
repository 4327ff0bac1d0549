namespace MLNet.LlmExtensions.Inference;

/// <summary>Pairs of texts out of two spans.</summary>
internal readonly ref struct PairSpanSource(ReadOnlySpan<string?> texts, ReadOnlySpan<string?> textPairs) : ITextSource
{
    private readonly ReadOnlySpan<string?> _texts = texts;
    private readonly ReadOnlySpan<string?> _textPairs = textPairs;

    public int Count => _texts.Length;

    public string? Text(int index) => _texts[index];

    public string? TextPair(int index) => _textPairs[index];
}
