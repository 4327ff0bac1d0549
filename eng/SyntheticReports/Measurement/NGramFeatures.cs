using System.Text.RegularExpressions;

namespace SyntheticReports.Measurement;

/// <summary>TF-IDF weights of words and word pairs that occur in at least two training rows; each row has length 1.</summary>
internal sealed partial class NGramFeatures
{
    private readonly Dictionary<string, (int Index, double Idf)> _features = new(StringComparer.Ordinal);

    public NGramFeatures(IReadOnlyList<IReadOnlyList<string>> trainingRows)
    {
        var rowsWith = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in trainingRows)
        {
            foreach (var gram in Grams(row).Distinct(StringComparer.Ordinal))
                rowsWith[gram] = rowsWith.GetValueOrDefault(gram) + 1;
        }

        foreach (var (gram, count) in rowsWith.Where(pair => pair.Value >= 2).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            _features.Add(gram, (_features.Count, Math.Log((1.0 + trainingRows.Count) / (1 + count)) + 1));
    }

    public int Count => _features.Count;

    public (int Index, double Value)[] Vector(IReadOnlyList<string> words)
    {
        var weights = new SortedDictionary<int, double>();
        foreach (var gram in Grams(words))
        {
            if (_features.TryGetValue(gram, out var feature))
                weights[feature.Index] = weights.GetValueOrDefault(feature.Index) + feature.Idf;
        }

        var norm = Math.Sqrt(weights.Values.Sum(w => w * w));
        return [.. weights.Select(pair => (pair.Key, pair.Value / norm))];
    }

    /// <summary>The words of a text in lower case, without punctuation.</summary>
    public static List<string> Words(string text) => [.. WordPattern().Matches(text.ToLowerInvariant()).Select(m => m.Value)];

    private static IEnumerable<string> Grams(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            yield return words[i];
            if (i + 1 < words.Count)
                yield return words[i] + " " + words[i + 1];
        }
    }

    [GeneratedRegex("[a-z0-9/]+")]
    private static partial Regex WordPattern();
}
