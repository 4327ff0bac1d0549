using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>
/// Decides which examples share a batch, epoch by epoch. Examples are shuffled, sorted by length within stretches of many
/// batches, packed under a token budget, and the batches shuffled again: hardly any padding, and still a random order. An epoch's
/// batches depend on the sizes, the seed and the number of the epoch alone.
/// </summary>
internal sealed class BatchSampler
{
    // Stretches of so many batches are sorted. More saves little padding and makes batches less random.
    private const int BatchesPerStretch = 32;

    private readonly IReadOnlyList<ExampleSize> _sizes;
    private readonly int _tokenBudget;
    private readonly int _maximumBatchSize;
    private readonly long _seed;

    /// <param name="sizes">The examples.</param>
    /// <param name="tokenBudget">The most tokens of a batch, padding included; an example that is larger has one of its own.</param>
    /// <param name="maximumBatchSize">The most examples of a batch.</param>
    /// <param name="seed">Of the order.</param>
    public BatchSampler(IReadOnlyList<ExampleSize> sizes, int tokenBudget, int maximumBatchSize, long seed)
    {
        _sizes = sizes;
        _tokenBudget = tokenBudget;
        _maximumBatchSize = maximumBatchSize;
        _seed = seed;
    }

    /// <summary>The batches of an epoch, each the indices of its examples. Every example occurs once.</summary>
    /// <param name="epoch">0 for the first.</param>
    public IReadOnlyList<int[]> Epoch(int epoch)
    {
        var random = new SeededRandom(SeededRandom.Mix(_seed, epoch));
        var order = Enumerable.Range(0, _sizes.Count).ToArray();
        random.Shuffle(order);
        var batches = new List<int[]>();
        var stretch = (int)Math.Min(int.MaxValue, (long)_maximumBatchSize * BatchesPerStretch);
        foreach (var kind in order.GroupBy(example => _sizes[example].Kind))
        {
            foreach (var examples in kind.Chunk(stretch))
            {
                // OrderBy is stable: among equal lengths the random order remains.
                Pack(examples.OrderByDescending(example => _sizes[example].Length), batches);
            }
        }

        var result = batches.ToArray();
        random.Shuffle(result);
        return result;
    }

    /// <summary>The batches in order of length, for measuring.</summary>
    public IReadOnlyList<int[]> Sorted()
    {
        var batches = new List<int[]>();
        Pack(Enumerable.Range(0, _sizes.Count).OrderByDescending(example => _sizes[example].Length), batches);
        return batches;
    }

    private void Pack(IEnumerable<int> sortedExamples, List<int[]> batches)
    {
        var batch = new List<int>();
        var (rows, length) = (0L, 0);
        foreach (var example in sortedExamples)
        {
            var size = _sizes[example];
            var fits = batch.Count < _maximumBatchSize && (rows + size.Rows) * Math.Max(length, size.Length) <= _tokenBudget;
            if (batch.Count > 0 && !fits)
            {
                batches.Add([.. batch]);
                batch.Clear();
                (rows, length) = (0, 0);
            }

            batch.Add(example);
            rows += size.Rows;
            length = Math.Max(length, size.Length);
        }

        if (batch.Count > 0)
        {
            batches.Add([.. batch]);
        }
    }
}
