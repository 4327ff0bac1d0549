using EncoderTraining.Model;
using EncoderTraining.Tokenizer;

namespace EncoderTraining.Data;

/// <summary>
/// Draws batches of positive pairs. All pairs of a batch come from one source, so that a text's partner cannot be found
/// by style alone.
/// </summary>
internal sealed class PairBatchSampler
{
    private const int ShortestCrop = 24;

    private readonly WeightedChoice<(TokenisedSource Source, bool Crop)> _kinds;
    private readonly Random _random;
    private readonly int _maximumLength;
    private readonly List<(ulong First, ulong Second)> _keys = [];

    public PairBatchSampler(TokenisedCorpus corpus, int maximumLength, int seed)
    {
        _maximumLength = maximumLength;
        _random = new Random(seed);
        _kinds = new(corpus.Sources.SelectMany(s => new[] { (s, false), (s, true) }),
            kind => kind.Item2 ? kind.Item1.Source.CropWeight
                : kind.Item1.Pairs.Count > 0 ? kind.Item1.Source.PairWeight : 0);
    }

    /// <summary>The last draw: all first texts, then all partners.</summary>
    public PackedBatch Batch { get; } = new();

    public void Draw(int pairCount)
    {
        var (source, crop) = _kinds.Draw(_random);
        var pairs = new (ushort[] First, ushort[] Second)[pairCount];
        _keys.Clear();
        for (var i = 0; i < pairCount; i++)
        {
            pairs[i] = crop ? Crop(source) : source.Pairs[_random.Next(source.Pairs.Count)];
            _keys.Add((Key(pairs[i].First), Key(pairs[i].Second)));
        }

        Batch.Clear();
        foreach (var (first, _) in pairs)
            Add(first);
        foreach (var (_, second) in pairs)
            Add(second);
    }

    /// <summary>
    /// Whether text i and partner j of the last draw may be pushed apart: not when a text of one pair is also in the other.
    /// </summary>
    public bool IsNegative(int i, int j)
    {
        var (a, b) = (_keys[i], _keys[j]);
        return a.First != b.First && a.Second != b.Second && a.First != b.Second && a.Second != b.First;
    }

    /// <summary>Two neighbouring passages of a document, cut at a random place.</summary>
    private (ushort[] First, ushort[] Second) Crop(TokenisedSource source)
    {
        while (true)
        {
            var passage = source.Passage(_random, _random.Next(3 * ShortestCrop, 2 * _maximumLength));
            if (passage.Length < 2 * ShortestCrop)
                continue;
            var cut = _random.Next(ShortestCrop, passage.Length - ShortestCrop + 1);
            return (passage[..cut].ToArray(), passage[cut..].ToArray());
        }
    }

    private void Add(ReadOnlySpan<ushort> content) => Batch.Add(WordPieceVocabulary.ClsId,
        content[..Math.Min(content.Length, _maximumLength - 2)], WordPieceVocabulary.SepId);

    private static ulong Key(ushort[] content)
    {
        var hash = 14695981039346656037UL;
        foreach (var id in content)
            hash = (hash ^ id) * 1099511628211;
        return hash;
    }
}
