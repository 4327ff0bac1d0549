namespace MLNet.LlmExtensions.Inference;

/// <summary>Texts of a span.</summary>
internal readonly ref struct SpanSource(ReadOnlySpan<string?> texts) : ITextSource
{
    private readonly ReadOnlySpan<string?> _texts = texts;

    public int Count => _texts.Length;

    public string? Text(int index) => _texts[index];

    public string? TextPair(int index) => null;
}
