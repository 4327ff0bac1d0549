namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>How a WordPiece tokenizer, BERT's kind, is trained. The defaults are those of BERT's uncased models.</summary>
/// <example>
/// <code>
/// var options = new WordPieceTrainingOptions { VocabularySize = 8192, LowerCase = false, ModelMaximumLength = 256 };
/// </code>
/// </example>
public sealed record WordPieceTrainingOptions : TokenizerTrainingOptions
{
    /// <inheritdoc/>
    /// <remarks>The default is 512.</remarks>
    public override int? ModelMaximumLength { get; init; } = 512;

    // How texts are normalised.

    /// <summary>Whether upper and lower case are the same. The default is <see langword="true"/>.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>
    /// Whether accents are taken off letters. <see langword="null"/> (the default): as <see cref="LowerCase"/> says.
    /// </summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether each Chinese character is a word of its own. The default is <see langword="true"/>.</summary>
    public bool TokenizeChineseCharacters { get; init; } = true;

    /// <summary>
    /// Whether control characters are dropped. The default is <see langword="true"/>. <c>vocab.txt</c> cannot say otherwise and is
    /// left out of the folder where this is <see langword="false"/>.
    /// </summary>
    public bool CleanText { get; init; } = true;

    // Special tokens, in the order of their ids.

    /// <summary>Fills short rows of a batch; its id is 0. The default is <c>[PAD]</c>.</summary>
    public string PadToken { get; init; } = "[PAD]";

    /// <summary>Stands for words that the vocabulary does not cover. The default is <c>[UNK]</c>.</summary>
    public string UnknownToken { get; init; } = "[UNK]";

    /// <summary>Stands before a text, and for the whole of it. The default is <c>[CLS]</c>.</summary>
    public string ClsToken { get; init; } = "[CLS]";

    /// <summary>Stands after each text. The default is <c>[SEP]</c>.</summary>
    public string SepToken { get; init; } = "[SEP]";

    /// <summary>Stands for what masked language modelling hides. The default is <c>[MASK]</c>.</summary>
    public string MaskToken { get; init; } = "[MASK]";

    // The tokens that merging starts from.

    /// <summary>Characters that get a token whether the texts hold them or not. The default is empty.</summary>
    public string InitialAlphabet { get; init; } = "";

    /// <summary>
    /// How many different characters get a token, <see cref="InitialAlphabet"/> included; rarer ones are left out, of equally
    /// frequent ones those with the higher code points. The default is 1,000; <see langword="null"/>: no limit.
    /// </summary>
    public int? LimitAlphabet { get; init; } = 1000;

    /// <summary>
    /// What tokens begin with that do not begin a word: punctuation, so that it cannot be taken for a part of the word. The
    /// default is <c>##</c>. <c>vocab.txt</c> cannot name another one and is left out of the folder then.
    /// </summary>
    public string ContinuingSubwordPrefix { get; init; } = "##";
}
