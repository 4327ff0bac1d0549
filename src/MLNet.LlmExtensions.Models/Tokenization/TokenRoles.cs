using MLNet.LlmExtensions.Models.Tokenization.Models;

namespace MLNet.LlmExtensions.Models.Tokenization;

/// <summary>What a language model's training must know of each token: whether it stands for text, and whether a word goes on with it.</summary>
internal sealed class TokenRoles
{
    // A space before a word: of byte-level vocabularies, and of SentencePiece's.
    private const char ByteLevelSpace = '\u0120';
    private const char Metaspace = '\u2581';

    // What tokenizers call their tokens when their files do not say which plays which part, as BERT's old ones do not.
    private static readonly string[] MaskNames = ["[MASK]", "<mask>"];
    private static readonly string[] OtherNames = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "<pad>", "<unk>", "<s>", "</s>"];

    private readonly bool[] _isText;
    private readonly bool[] _continues;

    /// <param name="tokenizer">The tokenizer.</param>
    public TokenRoles(TextTokenizer tokenizer)
    {
        var pipeline = tokenizer.Pipeline;
        var vocabulary = pipeline.Model.Vocabulary;
        _isText = new bool[tokenizer.VocabularySize];
        _continues = new bool[tokenizer.VocabularySize];
        var continues = Continuation(pipeline.Model);
        foreach (var (token, id) in vocabulary.Tokens)
        {
            _isText[id] = true;
            _continues[id] = continues(token);
        }

        foreach (var added in pipeline.AddedTokens)
        {
            _isText[added.Id] = !added.Special;
            _continues[added.Id] = false;
        }

        var template = new int[tokenizer.SpecialTokenCount()];
        tokenizer.WriteWithSpecialTokens([], template);
        MaskTokenId = tokenizer.MaskTokenId ?? MaskNames.Select(pipeline.IdOf).FirstOrDefault(id => id is not null);
        SeparatorTokenId = tokenizer.SepTokenId ?? tokenizer.EosTokenId ?? (template is [.., var last] ? last : null);
        int?[] special =
        [
            tokenizer.PadTokenId, tokenizer.BosTokenId, tokenizer.EosTokenId, tokenizer.ClsTokenId, tokenizer.UnknownTokenId,
            MaskTokenId, SeparatorTokenId, .. template, .. OtherNames.Select(pipeline.IdOf),
        ];
        foreach (var id in special.OfType<int>().Where(id => id < _isText.Length))
            _isText[id] = false;
        TextIds = [.. Enumerable.Range(0, _isText.Length).Where(id => _isText[id])];
    }

    /// <summary>The token that hides another, or null where the tokenizer has none.</summary>
    public int? MaskTokenId { get; }

    /// <summary>The token that stands between two texts: what separates or ends texts, or what the template ends with. Null where there is none.</summary>
    public int? SeparatorTokenId { get; }

    /// <summary>The ids of all tokens that stand for text, in ascending order.</summary>
    public IReadOnlyList<int> TextIds { get; }

    /// <summary>Whether a token stands for text, and is not special or unknown.</summary>
    public bool IsText(int id) => id < _isText.Length && _isText[id];

    /// <summary>
    /// Whether a token goes on with the word of the one before it: <c>##</c> in WordPiece, no space in front in byte-level and
    /// SentencePiece vocabularies. Where a vocabulary says nothing of words, each token is one.
    /// </summary>
    public bool ContinuesWord(int id) => id < _continues.Length && _continues[id];

    private static Func<string, bool> Continuation(TokenModel model)
    {
        if (model is WordPieceModel pieces)
            return token => pieces.ContinuationPrefix.Length > 0 && token.StartsWith(pieces.ContinuationPrefix, StringComparison.Ordinal);
        var counts = model.Vocabulary.Tokens.Where(token => token.Key.Length > 1).CountBy(token => token.Key[0]).ToDictionary();
        var (bytes, meta) = (counts.GetValueOrDefault(ByteLevelSpace), counts.GetValueOrDefault(Metaspace));
        if (bytes + meta == 0)
            return _ => false;
        var space = bytes > meta ? ByteLevelSpace : Metaspace;
        return token => token.Length > 0 && token[0] != space;
    }
}
