using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

/// <summary>Counts the words of texts, as the normalizer and the pre-tokenizer make them. Not thread-safe.</summary>
internal sealed class WordCounter
{
    private readonly NormalizerSequence? _normalizer;
    private readonly TextPreTokenizer _preTokenizer;
    private readonly Workspace _workspace = new(wordCache: null);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public WordCounter(TextNormalizer? normalizer, TextPreTokenizer preTokenizer)
    {
        _normalizer = normalizer is null ? null : new NormalizerSequence([normalizer]);
        _preTokenizer = preTokenizer;
        _lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How many different words there are so far.</summary>
    public int Count => _counts.Count;

    public void Add(ReadOnlySpan<char> text)
    {
        var normalized = CodePoints.WellFormed(text, _workspace.WellFormed);
        if (_normalizer is not null) normalized = _normalizer.Apply(normalized, _workspace);

        var pieces = new PreTokenization(normalized, startsInput: true, _workspace);
        _preTokenizer.Apply(ref pieces);
        foreach (var piece in pieces.Pieces)
            CollectionsMarshal.GetValueRefOrAddDefault(_lookup, pieces.TextOf(piece), out _)++;
        _workspace.Trim();
    }

    /// <summary>The words in ordinal order, which is the same whatever the order of the texts.</summary>
    public CountedWord[] Words()
    {
        CountedWord[] words = [.. _counts.Select(pair => new CountedWord(pair.Key, pair.Value))];
        Array.Sort(words, (one, other) => string.CompareOrdinal(one.Text, other.Text));
        return words;
    }
}
