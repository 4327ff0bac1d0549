using System.Runtime.InteropServices;

namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>
/// The pairs of neighbouring tokens with their counts, and the best of them. The queue is updated lazily: counts that fall are
/// noticed only when a pair comes to its top, which is right because it then stands too high and never too low.
/// </summary>
internal sealed class PairQueue
{
    private readonly Dictionary<SymbolPair, PairOccurrences> _pairs = [];
    private readonly PriorityQueue<PairOccurrences, MergePriority> _queue = new();
    private readonly List<PairOccurrences> _waiting = [];

    /// <summary>A pair has come to stand in a word.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="word">The index of the word.</param>
    /// <param name="count">How often the texts hold the word.</param>
    public void Add(SymbolPair pair, int word, long count)
    {
        ref var occurrences = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out _);
        occurrences ??= new PairOccurrences(pair);
        occurrences.Count += count;
        if (occurrences.Words.Count == 0 || occurrences.Words[^1] != word) occurrences.Words.Add(word);
        if (occurrences.IsWaiting) return;

        occurrences.IsWaiting = true;
        _waiting.Add(occurrences);
    }

    /// <summary>A pair no longer stands in a word, or one time less.</summary>
    public void Remove(SymbolPair pair, long count) => _pairs[pair].Count -= count;

    /// <summary>Lets the pairs that were added take part in <see cref="TryTake"/>.</summary>
    public void Update()
    {
        foreach (var occurrences in _waiting)
        {
            occurrences.IsWaiting = false;
            if (occurrences.Count > 0) Enqueue(occurrences);
        }

        _waiting.Clear();
    }

    /// <summary>Takes the pair with the highest count, if there is one that still occurs.</summary>
    public bool TryTake(out PairOccurrences best)
    {
        while (_queue.TryDequeue(out best!, out var priority))
        {
            if (best.Count == priority.Count) return true;
            if (best.Count > 0) Enqueue(best);
        }

        return false;
    }

    /// <summary>Forgets a pair, once it has been merged wherever it stood.</summary>
    public void Forget(PairOccurrences merged) => _pairs.Remove(merged.Pair);

    private void Enqueue(PairOccurrences occurrences) =>
        _queue.Enqueue(occurrences, new MergePriority(occurrences.Count, occurrences.Pair));
}
