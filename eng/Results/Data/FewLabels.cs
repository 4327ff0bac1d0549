using ReportClassification.Data;

namespace Results.Data;

/// <summary>
/// Draws the same number of rows from each class. With one seed the smaller draws are parts of the larger ones, so that a
/// learning curve is about more labels and not about other ones.
/// </summary>
internal static class FewLabels
{
    /// <param name="rows">The rows to draw from: train and dev.</param>
    /// <param name="perClass">Rows of each class; all of a class that has fewer.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>The rows that were drawn, in file order.</returns>
    public static IReadOnlyList<LabelledReport> Draw(IReadOnlyList<LabelledReport> rows, int perClass, int seed)
    {
        var random = new Random(seed);
        var drawn = new List<LabelledReport>();
        foreach (var @class in rows.GroupBy(row => row.Label).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var shuffled = @class.OrderBy(row => row.Position).ToArray();
            random.Shuffle(shuffled);
            drawn.AddRange(shuffled.Take(perClass));
        }

        return [.. drawn.OrderBy(row => row.Position)];
    }
}
