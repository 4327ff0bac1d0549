namespace MLNet.LlmExtensions.Inference;

/// <summary>Pairs of texts out of two lists.</summary>
internal readonly struct PairListSource(IReadOnlyList<string?> texts, IReadOnlyList<string?> textPairs) : ITextSource
{
    public int Count => texts.Count;

    public string? Text(int index) => texts[index];

    public string? TextPair(int index) => textPairs[index];
}
