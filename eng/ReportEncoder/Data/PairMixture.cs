using MLNet.LlmExtensions.Training;

namespace ReportEncoder.Data;

/// <summary>
/// Pairs in given proportions. The source of each pair is named, so that the trainer's batches have pairs of one source
/// and a text's partner cannot be found by style alone.
/// </summary>
internal static class PairMixture
{
    /// <summary>Draws pairs: each source's in random order, and from the beginning again where more are wanted than it has.</summary>
    /// <param name="sources">Pairs and their weight.</param>
    /// <param name="count">How many pairs in all, about.</param>
    /// <param name="seed">Decides which and in which order.</param>
    public static IReadOnlyList<SentencePair> Compose(
        IEnumerable<(IReadOnlyList<SentencePair> Pairs, double Weight)> sources, int count, int seed)
    {
        var present = sources.Where(s => s.Pairs.Count > 0 && s.Weight > 0).ToArray();
        var weight = present.Sum(s => s.Weight);
        var result = new List<SentencePair>();
        foreach (var (index, source) in present.Index())
        {
            var random = new Random(HashCode(seed, index));
            var order = Enumerable.Range(0, source.Pairs.Count).ToArray();
            var wanted = (int)Math.Round(count * source.Weight / weight);
            for (var i = 0; i < wanted; i++)
            {
                if (i % order.Length == 0)
                    random.Shuffle(order);
                result.Add(source.Pairs[order[i % order.Length]]);
            }
        }

        return result;
    }

    // System.HashCode differs from process to process.
    private static int HashCode(int seed, int index) => unchecked((seed * 486187739) + index);
}
