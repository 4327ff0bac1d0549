namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Training;

/// <summary>
/// Byte-pair merging as the papers describe it, without anything clever: all pairs are counted anew for each merge, and words are
/// lists of texts.
/// </summary>
internal sealed class ReferenceTrainer
{
    private readonly string _prefix;
    private readonly List<(List<string> Symbols, long Count)> _words = [];

    public ReferenceTrainer(
        IReadOnlyDictionary<string, long> words, IEnumerable<string> special, IEnumerable<char> initial, int? limit, string prefix)
    {
        _prefix = prefix;
        var counts = words.SelectMany(word => word.Key.Select(c => (c, word.Value)))
            .GroupBy(entry => entry.c, entry => entry.Value)
            .ToDictionary(group => group.Key, group => group.Sum());
        foreach (char c in initial) counts[c] = long.MaxValue;
        var kept = counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key)
            .Take(limit ?? int.MaxValue).Select(entry => entry.Key).Order().ToList();

        Vocabulary.AddRange(special);
        Vocabulary.AddRange(kept.Select(c => c.ToString()));
        foreach (string word in words.Keys.Order(StringComparer.Ordinal))
        {
            var symbols = word.Select((c, i) => (Text: i == 0 ? c.ToString() : prefix + c, Kept: kept.Contains(c)))
                .Where(symbol => symbol.Kept).Select(symbol => symbol.Text).ToList();
            Vocabulary.AddRange(symbols.Except(Vocabulary));
            _words.Add((symbols, words[word]));
        }
    }

    public List<string> Vocabulary { get; } = [];

    public List<(string Left, string Right)> Merges { get; } = [];

    public void Train(int vocabularySize, int minimumFrequency)
    {
        while (Vocabulary.Count < vocabularySize)
        {
            var counts = new Dictionary<(string Left, string Right), long>();
            foreach (var (symbols, count) in _words)
            {
                for (int i = 1; i < symbols.Count; i++)
                    counts[(symbols[i - 1], symbols[i])] = counts.GetValueOrDefault((symbols[i - 1], symbols[i])) + count;
            }

            if (counts.Count == 0 || counts.Values.Max() < minimumFrequency) return;
            var (left, right) = counts.Where(entry => entry.Value == counts.Values.Max()).Select(entry => entry.Key)
                .OrderBy(pair => Vocabulary.IndexOf(pair.Left)).ThenBy(pair => Vocabulary.IndexOf(pair.Right)).First();
            string merged = left + right[_prefix.Length..];
            Merges.Add((left, right));
            if (!Vocabulary.Contains(merged)) Vocabulary.Add(merged);
            foreach (var (symbols, _) in _words)
            {
                for (int i = 0; i + 1 < symbols.Count; i++)
                {
                    if (symbols[i] != left || symbols[i + 1] != right) continue;
                    symbols[i] = merged;
                    symbols.RemoveAt(i + 1);
                }
            }
        }
    }
}
