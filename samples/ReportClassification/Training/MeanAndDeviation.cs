namespace ReportClassification.Training;

/// <summary>A figure over the folds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The standard deviation of the sample (n - 1).</param>
internal sealed record MeanAndDeviation(double Mean, double StandardDeviation)
{
    public static MeanAndDeviation Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new(mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }
}
