using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Training.Losses;

/// <summary>Weights of classes from how often they occur.</summary>
internal static class LabelWeights
{
    /// <summary>
    /// For one label a row: in proportion to (1 / rows of the class) to the power of 1 (balanced) or ½ (square root), scaled so
    /// that the rows' mean weight is 1. A class without rows, which only smoothing could see, has weight 0.
    /// </summary>
    public static double[] OfClasses(
        ClassWeighting weighting, int classes, IReadOnlyCollection<IReadOnlyList<int>> trainingLabels)
    {
        var weights = Enumerable.Repeat(1.0, classes).ToArray();
        if (weighting == ClassWeighting.None)
        {
            return weights;
        }

        var counts = Counts(classes, trainingLabels);
        var power = Power(weighting);
        for (var c = 0; c < classes; c++)
        {
            weights[c] = counts[c] == 0 ? 0 : Math.Pow(1.0 / counts[c], power);
        }

        var mean = counts.Zip(weights, (count, weight) => count * weight).Sum() / trainingLabels.Count;
        return [.. weights.Select(weight => weight / mean)];
    }

    /// <summary>For any number of labels a row: (negative rows / positive rows) to the power; 1 where one of the two is 0.</summary>
    public static double[] Positive(
        ClassWeighting weighting, int classes, IReadOnlyCollection<IReadOnlyList<int>> trainingLabels)
    {
        var power = Power(weighting);
        return [.. Counts(classes, trainingLabels).Select(count =>
            count == 0 || count == trainingLabels.Count ? 1 : Math.Pow((double)(trainingLabels.Count - count) / count, power))];
    }

    private static double Power(ClassWeighting weighting) => weighting switch
    {
        ClassWeighting.Balanced => 1,
        ClassWeighting.SquareRoot => 0.5,
        _ => 0,
    };

    private static int[] Counts(int classes, IEnumerable<IReadOnlyList<int>> trainingLabels)
    {
        var counts = new int[classes];
        foreach (var label in trainingLabels.SelectMany(labels => labels))
        {
            counts[label]++;
        }

        return counts;
    }
}
