namespace ReportClassification.Reporting.Curves;

/// <summary>A line of a panel.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Look">How it is drawn.</param>
/// <param name="Points">Its points, in the order of their steps, all finite.</param>
/// <param name="Best">The point that is marked, or null.</param>
internal sealed record CurveSeries(string Name, SeriesLook Look, IReadOnlyList<CurvePoint> Points, CurvePoint? Best = null);
