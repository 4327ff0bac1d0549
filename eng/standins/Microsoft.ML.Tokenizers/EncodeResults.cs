namespace Microsoft.ML.Tokenizers;

/// <summary>What an encoder returns: ids or tokens, and how much of the text they cover.</summary>
public struct EncodeResults<T>
{
    public IReadOnlyList<T> Tokens { get; set; }

    public string? NormalizedText { get; set; }

    public int CharsConsumed { get; set; }
}
