namespace EncoderTraining.Tokenizer;

/// <summary>
/// Encodes text to token ids as BERT's uncased tokenizer does: each word greedily into its longest known pieces, and
/// to [UNK] where that fails. Remembers the words it has seen; not thread-safe.
/// </summary>
internal sealed class WordPieceEncoder
{
    /// <summary>A longer word is unknown, as in BERT; in characters.</summary>
    public const int MaximumWordLength = 100;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _first;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _continuing;
    private readonly Dictionary<string, ushort[]> _known = [];
    private readonly Dictionary<string, ushort[]>.AlternateLookup<ReadOnlySpan<char>> _knownBySpan;

    public WordPieceEncoder(WordPieceVocabulary vocabulary)
    {
        Vocabulary = vocabulary;
        var first = new Dictionary<string, int>();
        var continuing = new Dictionary<string, int>();
        for (var id = 0; id < vocabulary.Count; id++)
        {
            var token = vocabulary.Tokens[id];
            if (token.StartsWith(WordPieceVocabulary.ContinuationPrefix, StringComparison.Ordinal) && token.Length > 2)
                continuing[token[2..]] = id;
            else
                first[token] = id;
        }

        _first = first.GetAlternateLookup<ReadOnlySpan<char>>();
        _continuing = continuing.GetAlternateLookup<ReadOnlySpan<char>>();
        _knownBySpan = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public WordPieceVocabulary Vocabulary { get; }

    /// <summary>The ids of a text, without special tokens.</summary>
    public ushort[] Encode(ReadOnlySpan<char> text)
    {
        var ids = new List<ushort>(text.Length / 4 + 1);
        BertPreTokenizer.Split(text, word =>
        {
            if (!_knownBySpan.TryGetValue(word, out var pieces))
                _known[word.ToString()] = pieces = EncodeWord(word);
            ids.AddRange(pieces);
        });
        return [.. ids];
    }

    private ushort[] EncodeWord(ReadOnlySpan<char> word)
    {
        ushort[] unknown = [WordPieceVocabulary.UnknownId];
        if (CountCharacters(word) > MaximumWordLength)
            return unknown;
        var pieces = new List<ushort>();
        while (!word.IsEmpty)
        {
            var table = pieces.Count == 0 ? _first : _continuing;
            var length = word.Length;
            int id;
            while (!table.TryGetValue(word[..length], out id))
            {
                if (--length == 0)
                    return unknown;
            }

            pieces.Add((ushort)id);
            word = word[length..];
        }

        return [.. pieces];
    }

    private static int CountCharacters(ReadOnlySpan<char> word)
    {
        var count = 0;
        foreach (var _ in word.EnumerateRunes())
            count++;
        return count;
    }
}
