namespace MLNet.LlmExtensions.Models;

/// <summary>What happens to a text with more tokens than fit into one pass of the model.</summary>
public enum LongTextHandling
{
    /// <summary>
    /// The text is read in overlapping windows of the full length, and their embeddings are averaged (and normalised
    /// again, where the embedding is normalised). Nothing is lost. The default.
    /// </summary>
    Chunk,

    /// <summary>The end of the text is cut off. A warning in the log counts the texts that were cut.</summary>
    Truncate,

    /// <summary>The call fails with an <see cref="ArgumentException"/> that names the text's index and its number of tokens.</summary>
    Throw,
}
