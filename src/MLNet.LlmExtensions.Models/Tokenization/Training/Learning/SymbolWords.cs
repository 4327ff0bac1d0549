namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>Words as the tokens that they consist of so far, all in one array: merging only ever shortens them.</summary>
internal sealed class SymbolWords
{
    private readonly int[] _symbols;
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly long[] _counts;

    /// <param name="symbols">The tokens' ids, word after word.</param>
    /// <param name="lengths">How many each word has.</param>
    /// <param name="counts">How often the texts hold each word.</param>
    public SymbolWords(IReadOnlyList<int> symbols, int[] lengths, long[] counts)
    {
        _symbols = [.. symbols];
        _lengths = lengths;
        _counts = counts;
        _starts = new int[lengths.Length];
        for (int i = 1; i < _starts.Length; i++) _starts[i] = _starts[i - 1] + lengths[i - 1];
    }

    public int Count => _lengths.Length;

    /// <summary>Reports every pair of the words.</summary>
    public void CountPairs(PairQueue pairs)
    {
        for (int word = 0; word < Count; word++)
        {
            var symbols = SymbolsOf(word);
            for (int i = 1; i < symbols.Length; i++)
                pairs.Add(new SymbolPair(symbols[i - 1], symbols[i]), word, _counts[word]);
        }
    }

    /// <summary>
    /// Puts one token in the place of a pair wherever it stands in a word, from the left, and reports the pairs with its
    /// neighbours that come and go. The merged pair itself goes as well, which is not reported.
    /// </summary>
    public void Merge(int word, SymbolPair pair, int merged, PairQueue pairs)
    {
        var symbols = SymbolsOf(word);
        long count = _counts[word];
        int written = 0;
        for (int read = 0; read < symbols.Length; read++)
        {
            if (symbols[read] != pair.Left || read + 1 == symbols.Length || symbols[read + 1] != pair.Right)
            {
                symbols[written++] = symbols[read];
                continue;
            }

            if (written > 0)
            {
                int previous = symbols[written - 1];
                pairs.Remove(new SymbolPair(previous, pair.Left), count);
                pairs.Add(new SymbolPair(previous, merged), word, count);
            }

            read++;
            if (read + 1 < symbols.Length)
            {
                int next = symbols[read + 1];
                pairs.Remove(new SymbolPair(pair.Right, next), count);
                pairs.Add(new SymbolPair(merged, next), word, count);
            }

            symbols[written++] = merged;
        }

        _lengths[word] = written;
    }

    private Span<int> SymbolsOf(int word) => _symbols.AsSpan(_starts[word], _lengths[word]);
}
