using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>
/// The unigram language model (Kudo 2018): of all segmentations into tokens the one with the highest sum of log
/// probabilities, by Viterbi's algorithm. Neighbouring unknown characters become one token.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    // What an unknown character costs beyond the least likely token.
    private const double UnknownPenalty = 10.0;
    private const int MostUtf8Bytes = 3; // for one UTF-16 unit
    private const int LongestStackRun = 64;

    private readonly CharTrie _pieces;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknownId;
    private readonly ByteFallback? _byteFallback;

    /// <param name="vocabulary">The tokens; the id is the index into <paramref name="scores"/>.</param>
    /// <param name="scores">The log probability of each token.</param>
    /// <param name="unknownId">The id of characters that no token covers.</param>
    /// <param name="byteFallback">Whether these are written as tokens for their bytes.</param>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int unknownId, bool byteFallback)
    {
        Vocabulary = vocabulary;
        _scores = scores;
        _unknownScore = scores.Min() - UnknownPenalty;
        _unknownId = unknownId;
        _byteFallback = byteFallback ? new ByteFallback(vocabulary) : null;
        _pieces = new CharTrie(vocabulary.Tokens.Sum(token => token.Key.Length));
        foreach (var (token, id) in vocabulary.Tokens) _pieces.Set(token, id);
    }

    public override Vocabulary Vocabulary { get; }

    public override int? UnknownId => _unknownId;

    public override bool GainsFromWordCache => true;

    public override void Tokenize(ReadOnlySpan<char> piece, TokenBuffer destination, Workspace workspace)
    {
        var paths = workspace.BestPaths.Resize(piece.Length + 1);
        FindBestPath(piece, paths);
        Reverse(paths, piece.Length);

        int position = 0;
        while (position < piece.Length)
        {
            int id = paths[position].Id;
            int end = paths[position].Start;
            if (id == _unknownId)
            {
                while (end < piece.Length && paths[end].Id == _unknownId) end = paths[end].Start;
                AddUnknown(piece[position..end], destination);
            }
            else
            {
                destination.Add(id, end - position);
            }

            position = end;
        }
    }

    // An unknown token keeps the text that it stands for.
    public override string TextOf(int id, ReadOnlySpan<char> covered) =>
        id == _unknownId ? covered.ToString() : base.TextOf(id, covered);

    private void FindBestPath(ReadOnlySpan<char> piece, Span<BestPath> paths)
    {
        paths.Fill(new BestPath { Start = -1 });
        for (int start = 0, length; start < piece.Length; start += length)
        {
            length = CodePoints.LengthAt(piece, start);
            double score = paths[start].Score;
            bool hasSingle = false;
            int node = CharTrie.Root;
            for (int i = start; i < piece.Length; i++)
            {
                node = _pieces.Next(node, piece[i]);
                if (node < 0) break;
                int id = _pieces.ValueAt(node);
                if (id < 0) continue;
                Offer(ref paths[i + 1], score + _scores[id], start, id);
                hasSingle |= i + 1 - start == length;
            }

            if (!hasSingle) Offer(ref paths[start + length], score + _unknownScore, start, _unknownId);
        }
    }

    private static void Offer(ref BestPath path, double score, int start, int id)
    {
        if (path.Start >= 0 && score <= path.Score) return;
        path = new BestPath { Score = score, Start = start, Id = id };
    }

    // Links run from the end to the start; turned round in place, each entry on the path says where its piece ends.
    private static void Reverse(Span<BestPath> paths, int end)
    {
        var last = paths[end];
        while (end > 0)
        {
            int start = last.Start;
            var before = paths[start];
            paths[start] = last with { Start = end };
            last = before;
            end = start;
        }
    }

    private void AddUnknown(ReadOnlySpan<char> text, TokenBuffer destination)
    {
        if (Vocabulary.TryGetId(text, out int known))
        {
            destination.Add(known, text.Length);
            return;
        }

        int most = MostUtf8Bytes * text.Length;
        Span<int> ids = most <= LongestStackRun ? stackalloc int[LongestStackRun] : new int[most];
        if (_byteFallback is null || !_byteFallback.TryGetIds(text, ids, out int count))
        {
            destination.Add(_unknownId, text.Length);
            return;
        }

        for (int i = 0; i < count; i++) destination.Add(ids[i], i == count - 1 ? text.Length : 0);
    }
}
