using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>
/// WordPiece: the longest token that a word begins with, then the longest continuation, and so on; a word that cannot be
/// covered is unknown as a whole. Two tries make each step one walk instead of a search over lengths.
/// </summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly CharTrie _beginnings;
    private readonly CharTrie _continuations;
    private readonly int _unknownId;
    private readonly int _longestWord;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="unknownId">The id of words that cannot be covered.</param>
    /// <param name="continuationPrefix">What tokens inside a word begin with, such as <c>##</c>.</param>
    /// <param name="longestWord">Words of more characters are unknown.</param>
    public WordPieceModel(Vocabulary vocabulary, int unknownId, string continuationPrefix, int longestWord)
    {
        Vocabulary = vocabulary;
        ContinuationPrefix = continuationPrefix;
        _unknownId = unknownId;
        _longestWord = longestWord;

        bool Continues(string token) => token.StartsWith(continuationPrefix, StringComparison.Ordinal);
        _beginnings = new CharTrie(vocabulary.Tokens.Sum(token => token.Key.Length));
        _continuations = new CharTrie(
            vocabulary.Tokens.Where(token => Continues(token.Key)).Sum(token => token.Key.Length));
        foreach (var (token, id) in vocabulary.Tokens)
        {
            _beginnings.Set(token, id);
            if (Continues(token)) _continuations.Set(token.AsSpan(continuationPrefix.Length), id);
        }
    }

    public override Vocabulary Vocabulary { get; }

    /// <summary>What tokens inside a word begin with.</summary>
    public string ContinuationPrefix { get; }

    public override int? UnknownId => _unknownId;

    public override void Tokenize(ReadOnlySpan<char> piece, TokenBuffer destination, Workspace workspace)
    {
        int before = destination.Count;
        if (!IsTooLong(piece) && TryCover(piece, destination)) return;
        destination.RemoveFrom(before);
        destination.Add(_unknownId, piece.Length);
    }

    private bool IsTooLong(ReadOnlySpan<char> piece) =>
        piece.Length > _longestWord && CodePoints.Count(piece) > _longestWord;

    private bool TryCover(ReadOnlySpan<char> piece, TokenBuffer destination)
    {
        var trie = _beginnings;
        while (!piece.IsEmpty)
        {
            int length = 0;
            int id = 0;
            int node = CharTrie.Root;
            for (int i = 0; i < piece.Length; i++)
            {
                node = trie.Next(node, piece[i]);
                if (node < 0) break;
                int value = trie.ValueAt(node);
                if (value < 0) continue;
                id = value;
                length = i + 1;
            }

            if (length == 0) return false;
            destination.Add(id, length);
            piece = piece[length..];
            trie = _continuations;
        }

        return true;
    }
}
