namespace MLNet.LlmExtensions.Training;

/// <summary>Two texts that belong together: a question and its answer, a title and its abstract, two reports of one finding.</summary>
/// <param name="Text">The one text.</param>
/// <param name="Positive">The other, whose vector is to be near.</param>
public sealed record SentencePair(string Text, string Positive)
{
    /// <summary>
    /// A text that looks alike and means something else, whose vector is to be far: "no effusion" to "effusion". The other pairs of
    /// a batch are negatives anyway. <see langword="null"/> (the default): none.
    /// </summary>
    public string? Negative { get; init; }

    /// <summary>
    /// Where the pair comes from. A batch has pairs of one source, so that a text's partner cannot be told by the style of its source.
    /// <see langword="null"/> (the default): pairs without a source share batches.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>
    /// Pairs of one group are not each other's negatives: spans of one document, reports with one label. <see langword="null"/> (the
    /// default): a group of its own.
    /// </summary>
    public string? Group { get; init; }
}
