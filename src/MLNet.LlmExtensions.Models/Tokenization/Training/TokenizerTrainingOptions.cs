namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>What the training of every kind of tokenizer has in common.</summary>
/// <remarks>
/// Values are checked when the training starts, with an <see cref="ArgumentException"/> that names the property. Instances are
/// immutable and may be used from several threads.
/// </remarks>
public abstract record TokenizerTrainingOptions
{
    private protected TokenizerTrainingOptions()
    {
    }

    /// <summary>
    /// How many tokens the vocabulary gets, special tokens and alphabet included. The default is 30,000. It becomes smaller only
    /// where the texts do not hold enough; <see cref="TrainedTokenizer.End"/> tells why.
    /// </summary>
    public int VocabularySize { get; init; } = 30_000;

    /// <summary>
    /// How often two neighbouring parts of a word must occur in the texts to become a token of their own. The default is 2.
    /// </summary>
    public int MinimumFrequency { get; init; } = 2;

    /// <summary>
    /// Further special tokens, which get the ids after those that play a part and are never split. The default is empty.
    /// </summary>
    public IReadOnlyList<string> AdditionalSpecialTokens { get; init; } = [];

    /// <summary>
    /// The longest input of the model in tokens, special tokens included (<c>model_max_length</c>), which the files tell and the
    /// training does not need. <see langword="null"/>: no limit. Each kind has its own default.
    /// </summary>
    public abstract int? ModelMaximumLength { get; init; }

    /// <summary>Told how far the training has come, on the thread that trains. <see langword="null"/> (the default): nobody.</summary>
    public IProgress<TokenizerTrainingProgress>? Progress { get; init; }

    /// <summary>Ends the training with an <see cref="OperationCanceledException"/>. The default never ends.</summary>
    public CancellationToken CancellationToken { get; init; }
}
