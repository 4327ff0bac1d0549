namespace ReportEncoder.Data;

/// <summary>
/// Texts in the proportions of the mixture: those of a source that is weighted up come several times, of one that is
/// weighted down only some come.
/// </summary>
internal static class TextMixture
{
    /// <summary>
    /// How often each source's texts come, so that all of them together are about as many words as the sources have.
    /// </summary>
    /// <param name="words">Words of each source.</param>
    public static IReadOnlyDictionary<string, double> Repetitions(IReadOnlyDictionary<string, long> words)
    {
        var present = TrainingMixture.Sources.Where(s => s.TextWeight > 0 && words.GetValueOrDefault(s.Name) > 0).ToArray();
        var weight = present.Sum(s => s.TextWeight);
        var total = (double)present.Sum(s => words[s.Name]);
        return present.ToDictionary(s => s.Name, s => s.TextWeight / weight * total / words[s.Name]);
    }

    /// <summary>
    /// The texts, in passes over all sources: the same text never comes twice in a row, where it could be copied from
    /// its neighbour instead of learned.
    /// </summary>
    /// <param name="rows">Gives all texts anew for each pass.</param>
    /// <param name="repetitions">See <see cref="Repetitions"/>.</param>
    public static IEnumerable<string> Texts(
        Func<IEnumerable<TextRow>> rows, IReadOnlyDictionary<string, double> repetitions)
    {
        var passes = repetitions.Count == 0 ? 0 : (int)Math.Ceiling(repetitions.Values.Max());
        for (var pass = 0; pass < passes; pass++)
        {
            var owed = new Dictionary<string, double>();
            foreach (var row in rows())
            {
                // Of the last, partial pass every so many-th text is taken, evenly over the file.
                var share = Math.Clamp(repetitions.GetValueOrDefault(row.Source) - pass, 0, 1);
                var sum = owed.GetValueOrDefault(row.Source) + share;
                if (sum >= 1)
                    yield return row.Text;
                owed[row.Source] = sum >= 1 ? sum - 1 : sum;
            }
        }
    }
}
