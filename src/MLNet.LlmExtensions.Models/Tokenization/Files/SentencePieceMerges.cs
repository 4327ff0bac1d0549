using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>
/// The merges of a SentencePiece BPE model, which its file does not list: every way to put a piece together from two
/// others, ranked by the score of the whole, as transformers' converter does it.
/// </summary>
internal static class SentencePieceMerges
{
    // Longer pieces are rare and user-defined; trying each split of them is not worth unbounded time.
    private const int LongestPiece = 1024;

    public static MergeTable Create(IReadOnlyList<SentencePieceEntry> pieces, Vocabulary vocabulary)
    {
        var candidates = new List<Candidate>();
        foreach (var piece in pieces)
        {
            if (piece.Text.Length <= LongestPiece && vocabulary.TryGetId(piece.Text, out int id))
                AddCandidates(piece, id, vocabulary, candidates);
        }

        // OrderBy keeps the order of equals, which the converter's sort does as well.
        var ranked = candidates.OrderByDescending(candidate => candidate.Score)
            .ThenByDescending(candidate => candidate.LeftLength)
            .ThenByDescending(candidate => candidate.RightLength);
        var merges = new MergeTable(candidates.Count);
        int rank = 0;
        foreach (var candidate in ranked) merges.Set(candidate.Left, candidate.Right, rank++, candidate.Merged);
        return merges;
    }

    private static void AddCandidates(SentencePieceEntry piece, int id, Vocabulary vocabulary, List<Candidate> candidates)
    {
        int first = candidates.Count;
        int total = CodePoints.Count(piece.Text);
        int left = 0;
        for (int i = 0; i < piece.Text.Length;)
        {
            i += CodePoints.LengthAt(piece.Text, i);
            left++;
            if (i == piece.Text.Length) break;
            if (vocabulary.TryGetId(piece.Text.AsSpan(0, i), out int leftId)
                && vocabulary.TryGetId(piece.Text.AsSpan(i), out int rightId))
                candidates.Add(new Candidate(leftId, rightId, id, piece.Score, left, total - left));
        }

        candidates.Sort(first, candidates.Count - first, Comparer<Candidate>.Create(
            (a, b) => a.Left != b.Left ? a.Left.CompareTo(b.Left) : a.Right.CompareTo(b.Right)));
    }

    private readonly record struct Candidate(int Left, int Right, int Merged, float Score, int LeftLength, int RightLength);
}
