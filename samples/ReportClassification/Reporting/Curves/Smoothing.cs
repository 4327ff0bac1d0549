namespace ReportClassification.Reporting.Curves;

/// <summary>Takes the noise of single batches out of a line.</summary>
internal static class Smoothing
{
    /// <summary>
    /// The exponential moving average, as an average of the points so far and not of an invented one before the first
    /// (Adam's correction of the bias): weights fall by the same share with each point back.
    /// </summary>
    /// <param name="points">The line.</param>
    /// <param name="span">How many points count, about: each counts 1 - 2 / (span + 1) of the next one's weight. 1 leaves the line as it is.</param>
    public static IReadOnlyList<CurvePoint> Exponential(IReadOnlyList<CurvePoint> points, double span)
    {
        var keep = 1 - (2 / (span + 1));
        var (sum, weight) = (0.0, 0.0);
        var smoothed = new CurvePoint[points.Count];
        for (var i = 0; i < smoothed.Length; i++)
        {
            sum = (keep * sum) + points[i].Y;
            weight = (keep * weight) + 1;
            smoothed[i] = points[i] with { Y = sum / weight };
        }

        return smoothed;
    }
}
