namespace MLNet.LlmExtensions.Inference;

/// <summary>Where the texts of a call come from.</summary>
internal interface ITextSource
{
    int Count { get; }

    string? Text(int index);

    /// <summary>The second text of a pair; null, which is the empty text, where there are no pairs.</summary>
    string? TextPair(int index);
}
