using System.Buffers;

namespace ReportEncoder.Evaluation;

/// <summary>The sentences of the sanity set, which nothing is to be trained on: case and white space do not count.</summary>
internal sealed class SanitySentences
{
    private readonly HashSet<string> _folded = new(StringComparer.Ordinal);
    private readonly string[] _longestFirst;
    private readonly SearchValues<string> _search;

    public SanitySentences(IEnumerable<SanityRow> rows)
    {
        foreach (var row in rows)
            _folded.UnionWith([Fold(row.Text), Fold(row.Paraphrase), Fold(row.Changed)]);
        _longestFirst = [.. _folded.OrderByDescending(sentence => sentence.Length)];
        _search = SearchValues.Create(_longestFirst, StringComparison.OrdinalIgnoreCase);
    }

    public static SanitySentences All { get; } = new(SanityRow.ReadAll());

    /// <summary>Whether the text is one of the sentences, with or without its last full stop.</summary>
    public bool Contains(string text)
    {
        var folded = Fold(text);
        return _folded.Contains(folded) || _folded.Contains(folded + ".");
    }

    /// <summary>The text without the sentences; unchanged where it has none of them.</summary>
    public string CutFrom(string text)
    {
        // White space is made even only where a sentence was found, so that paragraphs stay otherwise.
        if (!Spaced(text).AsSpan().ContainsAny(_search))
            return text;
        text = Spaced(text);
        for (int at; (at = text.AsSpan().IndexOfAny(_search)) >= 0;)
        {
            var found = _longestFirst.First(s => text.AsSpan(at).StartsWith(s, StringComparison.OrdinalIgnoreCase));
            text = text.Remove(at, found.Length);
        }

        return text;
    }

    private static string Fold(string text) => Spaced(text.Trim()).ToLowerInvariant();

    private static string Spaced(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
