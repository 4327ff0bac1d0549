using System.Text;

namespace EncoderTraining.Tokenizer;

/// <summary>
/// Learns a WordPiece vocabulary from word counts by merging the most frequent pair of neighbouring pieces again and
/// again (Sennrich, Haddow, Birch 2016, with continuing pieces marked), as Hugging Face's trainer does.
/// </summary>
internal static class WordPieceTrainer
{
    /// <summary>Trains a vocabulary.</summary>
    /// <param name="wordCounts">How often each normalised word occurs (or its weight).</param>
    /// <param name="vocabularySize">The size to reach, special tokens included.</param>
    /// <param name="alphabetSize">How many different characters to keep; words with others are left out.</param>
    public static WordPieceVocabulary Train(
        IReadOnlyDictionary<string, long> wordCounts, int vocabularySize, int alphabetSize = 200)
    {
        var alphabet = Alphabet(wordCounts, alphabetSize);
        var tokens = new List<string>(WordPieceVocabulary.SpecialTokens);
        var ids = new Dictionary<string, int>();
        int IdOf(string token)
        {
            if (!ids.TryGetValue(token, out var id))
            {
                ids[token] = id = tokens.Count;
                tokens.Add(token);
            }

            return id;
        }

        // Every kept character stands in both forms, so that only a strange character makes a word unknown.
        foreach (var character in alphabet.Order(StringComparer.Ordinal))
            IdOf(character);
        foreach (var character in alphabet.Order(StringComparer.Ordinal))
            IdOf(WordPieceVocabulary.ContinuationPrefix + character);

        var words = new List<(int[] Pieces, long Count)>();
        foreach (var (word, count) in wordCounts.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            var characters = word.EnumerateRunes().Select(r => r.ToString()).ToArray();
            if (characters.Length > 1 && characters.All(alphabet.Contains))
            {
                words.Add(([.. characters.Select(
                    (c, i) => IdOf(i == 0 ? c : WordPieceVocabulary.ContinuationPrefix + c))], count));
            }
        }

        var pairs = new PairTable(words);
        while (tokens.Count < vocabularySize && pairs.TakeMostFrequent() is { } pair)
        {
            var merged = IdOf(tokens[pair.Left] + tokens[pair.Right][WordPieceVocabulary.ContinuationPrefix.Length..]);
            pairs.Merge(pair, merged);
        }

        return new WordPieceVocabulary(tokens);
    }

    private static HashSet<string> Alphabet(IReadOnlyDictionary<string, long> wordCounts, int size)
    {
        var counts = new Dictionary<Rune, long>();
        foreach (var (word, count) in wordCounts)
        {
            foreach (var rune in word.EnumerateRunes())
                counts[rune] = counts.GetValueOrDefault(rune) + count;
        }

        return [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(size).Select(c => c.Key.ToString())];
    }

    /// <summary>The words as piece sequences with an index from each pair of neighbours to its words.</summary>
    private sealed class PairTable
    {
        private readonly List<(int[] Pieces, long Count)> _words;
        private readonly Dictionary<(int Left, int Right), long> _counts = [];
        private readonly Dictionary<(int Left, int Right), HashSet<int>> _occurrences = [];
        private readonly PriorityQueue<((int Left, int Right) Pair, long Count), (long, int, int)> _queue = new();

        public PairTable(List<(int[] Pieces, long Count)> words)
        {
            _words = words;
            for (var w = 0; w < words.Count; w++)
                Count(w, 1, null);
            foreach (var (pair, count) in _counts)
                Enqueue(pair, count);
        }

        public (int Left, int Right)? TakeMostFrequent()
        {
            while (_queue.TryDequeue(out var entry, out _))
            {
                // Entries are not taken out when a count changes: an outdated one is skipped here.
                if (_counts.TryGetValue(entry.Pair, out var count) && count == entry.Count && count > 0)
                    return entry.Pair;
            }

            return null;
        }

        public void Merge((int Left, int Right) pair, int merged)
        {
            var changed = new HashSet<(int, int)>();
            foreach (var w in _occurrences[pair])
            {
                Count(w, -1, changed);
                var (pieces, count) = _words[w];
                var result = new List<int>(pieces.Length);
                for (var i = 0; i < pieces.Length; i++)
                {
                    if (i + 1 < pieces.Length && (pieces[i], pieces[i + 1]) == pair)
                    {
                        result.Add(merged);
                        i++;
                    }
                    else
                    {
                        result.Add(pieces[i]);
                    }
                }

                _words[w] = ([.. result], count);
                Count(w, 1, changed);
            }

            _counts.Remove(pair);
            _occurrences.Remove(pair);
            foreach (var other in changed)
            {
                if (_counts.TryGetValue(other, out var count))
                    Enqueue(other, count);
            }
        }

        private void Count(int word, int sign, HashSet<(int, int)>? changed)
        {
            var (pieces, count) = _words[word];
            for (var i = 0; i + 1 < pieces.Length; i++)
            {
                var pair = (pieces[i], pieces[i + 1]);
                _counts[pair] = _counts.GetValueOrDefault(pair) + sign * count;
                changed?.Add(pair);
                if (sign < 0)
                    continue; // an index entry without the pair does no harm
                if (!_occurrences.TryGetValue(pair, out var occurrences))
                    _occurrences[pair] = occurrences = [];
                occurrences.Add(word);
            }
        }

        // Most frequent first, and by id where equal, so that the result does not depend on hashing.
        private void Enqueue((int Left, int Right) pair, long count) =>
            _queue.Enqueue((pair, count), (-count, pair.Left, pair.Right));
    }
}
