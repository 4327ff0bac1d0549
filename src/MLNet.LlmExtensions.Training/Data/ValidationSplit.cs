using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>
/// Holds rows back for validation: the same share of each class, and equal texts on one side, because a text that was trained on
/// says nothing about others. Every class keeps a row to train on.
/// </summary>
internal static class ValidationSplit
{
    /// <summary>Splits.</summary>
    /// <param name="examples">All rows.</param>
    /// <param name="fraction">The share to hold back.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>The indices of both sides, each in ascending order.</returns>
    public static (int[] Training, int[] Validation) Split(IReadOnlyList<TrainingExample> examples, double fraction, long seed)
    {
        var random = new SeededRandom(seed);
        var left = new Dictionary<int, int>();
        foreach (var label in examples.SelectMany(example => example.Labels))
        {
            left[label] = left.GetValueOrDefault(label) + 1;
        }

        // A row of several classes belongs to its rarest, which is the one that must not be missing on either side.
        var strata = Enumerable.Range(0, examples.Count)
            .GroupBy(index => (examples[index].Text, examples[index].TextPair))
            .Select(group => group.ToArray())
            .GroupBy(rows => Stratum(examples[rows[0]].Labels, left))
            .OrderBy(stratum => stratum.Key)
            .Select(stratum => stratum.ToArray())
            .ToArray();
        var validation = new List<int>();
        foreach (var groups in strata)
        {
            random.Shuffle(groups);
            var wanted = (int)Math.Round(fraction * groups.Sum(rows => rows.Length), MidpointRounding.AwayFromZero);
            foreach (var rows in groups)
            {
                if (rows.Length <= wanted && Leaves(rows, examples, left))
                {
                    wanted -= rows.Length;
                    validation.AddRange(rows);
                }
            }
        }

        validation.Sort();
        return ([.. Enumerable.Range(0, examples.Count).Except(validation)], [.. validation]);
    }

    private static int Stratum(IReadOnlyList<int> labels, Dictionary<int, int> counts) =>
        labels.Count == 0 ? -1 : labels.MinBy(label => (counts[label], label));

    /// <summary>Takes rows away from what is left of their classes, unless one of these would then be empty.</summary>
    private static bool Leaves(int[] rows, IReadOnlyList<TrainingExample> examples, Dictionary<int, int> left)
    {
        var taken = rows.SelectMany(row => examples[row].Labels).CountBy(label => label).ToArray();
        if (taken.Any(entry => left[entry.Key] <= entry.Value))
        {
            return false;
        }

        foreach (var (label, count) in taken)
        {
            left[label] -= count;
        }

        return true;
    }
}
