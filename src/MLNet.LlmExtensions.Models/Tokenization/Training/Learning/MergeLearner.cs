using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>
/// Learns the merges of byte-pair encoding from counted words: the most frequent pair of neighbouring tokens becomes a token, and
/// so on. Only the words that hold a pair are visited when it is merged, and only the counts of its neighbours change.
/// </summary>
internal sealed class MergeLearner
{
    private readonly Vocabulary _vocabulary = new();
    private readonly PairQueue _pairs = new();
    private readonly List<LearnedMerge> _merges = [];
    private readonly string _prefix;
    private readonly SymbolWords _words;

    /// <param name="words">The words and their counts. Their order decides the ids of characters that carry the prefix.</param>
    /// <param name="specialTokens">Tokens that get the first ids.</param>
    /// <param name="alphabet">Code points that get the next ids, in this order; words are learned from without all others.</param>
    /// <param name="prefix">What tokens begin with that do not begin a word; empty for nothing.</param>
    public MergeLearner(
        IReadOnlyList<CountedWord> words, IEnumerable<string> specialTokens, IEnumerable<int> alphabet, string prefix)
    {
        _prefix = prefix;
        foreach (string token in specialTokens) IdOf(token);
        foreach (int codePoint in alphabet) IdOf(char.ConvertFromUtf32(codePoint));
        _words = Split(words);
    }

    /// <summary>How many tokens there are so far; before <see cref="Learn"/>, those that merging starts from.</summary>
    public int VocabularySize => _vocabulary.Count;

    /// <summary>Merges until the vocabulary is large enough, or no pair is frequent enough.</summary>
    /// <param name="vocabularySize">How many tokens to end with.</param>
    /// <param name="minimumFrequency">How often a pair must occur.</param>
    /// <param name="merged">Called after each merge; throws to end the learning.</param>
    public LearnedVocabulary Learn(int vocabularySize, long minimumFrequency, Action merged)
    {
        _words.CountPairs(_pairs);
        while (_vocabulary.Count < vocabularySize)
        {
            _pairs.Update();
            if (!_pairs.TryTake(out var best)) return Result(TokenizerTrainingEnd.EveryWordIsToken);
            if (best.Count < minimumFrequency) return Result(TokenizerTrainingEnd.MinimumFrequencyReached);

            Merge(best);
            merged();
        }

        return Result(TokenizerTrainingEnd.VocabularySizeReached);
    }

    private LearnedVocabulary Result(TokenizerTrainingEnd end) => new(_vocabulary, _merges, end);

    private void Merge(PairOccurrences best)
    {
        var pair = best.Pair;
        string left = _vocabulary.TokenOf(pair.Left)!;
        string right = _vocabulary.TokenOf(pair.Right)!;
        int merged = IdOf(string.Concat(left, right.AsSpan(_prefix.Length)));
        _merges.Add(new LearnedMerge(pair.Left, pair.Right, merged));
        foreach (int word in best.Words) _words.Merge(word, pair, merged, _pairs);
        _pairs.Forget(best);
    }

    // A token that is there already, a special one for example, keeps its id.
    private int IdOf(string token)
    {
        if (_vocabulary.TryGetId(token, out int id)) return id;
        id = _vocabulary.Count;
        _vocabulary.Add(token, id);
        return id;
    }

    private SymbolWords Split(IReadOnlyList<CountedWord> words)
    {
        var symbols = new List<int>();
        int[] lengths = new int[words.Count];
        long[] counts = new long[words.Count];
        for (int word = 0; word < words.Count; word++)
        {
            int before = symbols.Count;
            AddSymbols(words[word].Text, symbols);
            lengths[word] = symbols.Count - before;
            counts[word] = words[word].Count;
        }

        return new SymbolWords(symbols, lengths, counts);
    }

    private void AddSymbols(ReadOnlySpan<char> word, List<int> symbols)
    {
        for (int i = 0, length; i < word.Length; i += length)
        {
            length = CodePoints.LengthAt(word, i);
            var character = word.Slice(i, length);
            if (!_vocabulary.TryGetId(character, out int id)) continue; // outside the limited alphabet
            symbols.Add(i == 0 || _prefix.Length == 0 ? id : IdOf(string.Concat(_prefix, character)));
        }
    }
}
