using System.Globalization;

namespace ReportClassification.Training;

/// <summary>A figure over the folds or the seeds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The standard deviation of the sample (n - 1); not a number for a single value.</param>
internal sealed record MeanAndDeviation(double Mean, double StandardDeviation)
{
    public static MeanAndDeviation Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new(mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    public override string ToString() => double.IsNaN(StandardDeviation)
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean:0.0000}")
        : string.Create(CultureInfo.InvariantCulture, $"{Mean:0.0000} ± {StandardDeviation:0.0000}");
}
