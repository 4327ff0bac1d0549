namespace MLNet.LlmExtensions.Inference;

/// <summary>Texts of a list.</summary>
internal readonly struct ListSource(IReadOnlyList<string?> texts) : ITextSource
{
    public int Count => texts.Count;

    public string? Text(int index) => texts[index];

    public string? TextPair(int index) => null;
}
