namespace MLNet.LlmExtensions.Inference.Batching;

/// <summary>
/// Packs rows of similar length into batches: longest first, as many as fit under a token budget when each is padded to the
/// batch's longest. The plan of a set of rows depends on their lengths and order alone.
/// </summary>
internal sealed class BatchPlanner(int tokenBudget, int maximumBatchSize)
{
    private long[] _keys = [];
    private int _count;
    private int _next;

    /// <summary>Begins a new plan.</summary>
    public void Start(int count)
    {
        if (_keys.Length < count)
        {
            _keys = new long[Math.Max(count, 2 * _keys.Length)];
        }

        _count = 0;
        _next = 0;
    }

    /// <summary>Adds a row of so many tokens, special ones included.</summary>
    public void Add(int tokens)
    {
        // Descending by length, then ascending by position: one array of primitives sorts without a comparer.
        _keys[_count] = ((long)(int.MaxValue - tokens) << 32) | (uint)_count;
        _count++;
    }

    /// <summary>Ends the adding of rows.</summary>
    public void Sort() => Array.Sort(_keys, 0, _count);

    /// <summary>The row at a place of the sorted order.</summary>
    public int Row(int place) => (int)(_keys[place] & 0xFFFFFFFF);

    /// <summary>The next batch: rows <c>Row(first)</c> to <c>Row(first + rows - 1)</c>, the longest of <paramref name="longest"/> tokens.</summary>
    /// <returns><see langword="false"/> when all rows have had their turn.</returns>
    public bool TryNext(out int first, out int rows, out int longest)
    {
        first = _next;
        rows = 0;
        longest = 0;
        if (_next == _count)
        {
            return false;
        }

        longest = int.MaxValue - (int)(_keys[first] >> 32);
        rows = Math.Min(_count - first, Math.Clamp(tokenBudget / longest, 1, maximumBatchSize));
        _next += rows;
        return true;
    }
}
