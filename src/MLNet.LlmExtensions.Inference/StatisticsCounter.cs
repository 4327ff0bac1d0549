namespace MLNet.LlmExtensions.Inference;

/// <summary>Adds up what calls did. Thread-safe.</summary>
internal sealed class StatisticsCounter
{
    private readonly Lock _lock = new();
    private Delta _sum;

    public void Add(in Delta delta)
    {
        lock (_lock)
        {
            _sum.Texts += delta.Texts;
            _sum.ChunkedTexts += delta.ChunkedTexts;
            _sum.TruncatedTexts += delta.TruncatedTexts;
            _sum.Rows += delta.Rows;
            _sum.Batches += delta.Batches;
            _sum.Tokens += delta.Tokens;
            _sum.PaddedTokens += delta.PaddedTokens;
        }
    }

    public EmbeddingStatistics Snapshot()
    {
        lock (_lock)
        {
            return new EmbeddingStatistics
            {
                Texts = _sum.Texts,
                ChunkedTexts = _sum.ChunkedTexts,
                TruncatedTexts = _sum.TruncatedTexts,
                Rows = _sum.Rows,
                Batches = _sum.Batches,
                Tokens = _sum.Tokens,
                PaddedTokens = _sum.PaddedTokens,
            };
        }
    }

    /// <summary>What one call did.</summary>
    internal struct Delta
    {
        public long Texts;
        public long ChunkedTexts;
        public long TruncatedTexts;
        public long Rows;
        public long Batches;
        public long Tokens;
        public long PaddedTokens;
    }
}
