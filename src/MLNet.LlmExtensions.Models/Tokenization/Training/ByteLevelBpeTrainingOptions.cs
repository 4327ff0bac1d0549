namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>How a byte-level BPE tokenizer, GPT-2's kind, is trained.</summary>
/// <remarks>The alphabet is that of all 256 bytes, so that every text can be encoded and decoded without loss.</remarks>
/// <example>
/// <code>
/// var options = new ByteLevelBpeTrainingOptions { VocabularySize = 16384, PadToken = "&lt;|pad|&gt;" };
/// </code>
/// </example>
public sealed record ByteLevelBpeTrainingOptions : TokenizerTrainingOptions
{
    /// <inheritdoc/>
    /// <remarks>The default is 1024.</remarks>
    public override int? ModelMaximumLength { get; init; } = 1024;

    /// <summary>
    /// Whether a text's first word counts as one after a space, as all others do. The default is <see langword="false"/>, as in
    /// GPT-2; decoding then gives the text back exactly.
    /// </summary>
    public bool AddPrefixSpace { get; init; }

    /// <summary>Stands between texts: begins and ends one. Its id is 0. The default is <c>&lt;|endoftext|&gt;</c>.</summary>
    public string EndOfTextToken { get; init; } = "<|endoftext|>";

    /// <summary>
    /// Fills short rows of a batch; its id is 1, unless it is <see cref="EndOfTextToken"/>. <see langword="null"/> (the default):
    /// none, as in GPT-2.
    /// </summary>
    public string? PadToken { get; init; }
}
