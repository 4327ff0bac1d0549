using System.Runtime.InteropServices;

namespace MLNet.LlmExtensions.Heads;

/// <summary>
/// Deals rows out to folds, class by class, so that each fold has its share of each class. Rows with equal features go to the
/// same fold: reports are often word-for-word the same, and a copy of a training row says nothing about new ones.
/// </summary>
internal static class StratifiedFolds
{
    /// <summary>Gives each row the number of its fold.</summary>
    public static int[] Assign(FeatureTable table, int folds, int seed)
    {
        var groups = Enumerable.Range(0, table.Rows)
            .GroupBy(row => Hash(table.Features(row)))
            .Select(group => group.ToArray())
            .ToArray();
        new Random(seed).Shuffle(groups);
        var result = new int[table.Rows];
        var next = 0;
        foreach (var group in groups.OrderBy(group => table.Label(group[0])))
        {
            foreach (var row in group)
            {
                result[row] = next;
            }

            next = (next + 1) % folds;
        }

        return result;
    }

    private static int Hash(ReadOnlySpan<float> features)
    {
        // FNV-1a over the bits. HashCode would do, but differs from process to process.
        var hash = 2166136261u;
        foreach (var bits in MemoryMarshal.Cast<float, uint>(features))
        {
            hash = unchecked((hash ^ bits) * 16777619u);
            hash ^= hash >> 15;
        }

        return (int)hash;
    }
}
