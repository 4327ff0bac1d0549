using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>Draws pairs of labelled rows: alike where they have one label, and not alike where they have two.</summary>
internal static class LabelPairs
{
    /// <summary>Draws pairs.</summary>
    /// <param name="labels">The label of each row; two different ones at the least.</param>
    /// <param name="pairsPerRow">
    /// How many pairs of each kind each row is the first of. With few partners, each comes in turn before one comes again; a row
    /// without a partner of a kind has no pair of it.
    /// </param>
    /// <param name="seed">Decides which rows are partners.</param>
    public static IEnumerable<(int First, int Second, bool AreAlike)> Draw<TLabel>(IReadOnlyList<TLabel> labels, int pairsPerRow, long seed)
        where TLabel : notnull
    {
        var rowsOf = Enumerable.Range(0, labels.Count).GroupBy(row => labels[row]).ToDictionary(group => group.Key, group => group.ToArray());
        var othersOf = rowsOf.Keys.ToDictionary(label => label, label => Enumerable.Range(0, labels.Count).Where(row => !labels[row].Equals(label)).ToArray());
        for (var row = 0; row < labels.Count; row++)
        {
            var random = new SeededRandom(SeededRandom.Mix(seed, row));
            var alike = Array.FindAll(rowsOf[labels[row]], other => other != row);

            // A copy, because partners are shuffled where they are.
            int[] others = [.. othersOf[labels[row]]];
            foreach (var (partners, areAlike) in new[] { (alike, true), (others, false) })
            {
                for (var i = 0; i < pairsPerRow && partners.Length > 0; i++)
                {
                    if (i % partners.Length == 0)
                        random.Shuffle(partners);
                    yield return (row, partners[i % partners.Length], areAlike);
                }
            }
        }
    }
}
