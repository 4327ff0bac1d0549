namespace EncoderTraining.Tokenizer;

/// <summary>The tokens of a WordPiece model in the order of their ids.</summary>
internal sealed class WordPieceVocabulary
{
    public const string ContinuationPrefix = "##";

    /// <summary>The special tokens, which have the first ids.</summary>
    public static readonly IReadOnlyList<string> SpecialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    public const int UnknownId = 1;
    public const int ClsId = 2;
    public const int SepId = 3;
    public const int MaskId = 4;

    public WordPieceVocabulary(IReadOnlyList<string> tokens)
    {
        if (!tokens.Take(SpecialTokens.Count).SequenceEqual(SpecialTokens))
            throw new InvalidDataException($"A vocabulary must begin with {string.Join(", ", SpecialTokens)}.");
        if (tokens.Count > ushort.MaxValue + 1)
            throw new InvalidDataException($"A vocabulary may have {ushort.MaxValue + 1} tokens at most.");
        Tokens = tokens;
    }

    public IReadOnlyList<string> Tokens { get; }

    public int Count => Tokens.Count;

    public static WordPieceVocabulary Read(string path) => new(File.ReadAllLines(path));

    public void Write(string path) => File.WriteAllText(path, string.Join('\n', Tokens) + '\n');
}
