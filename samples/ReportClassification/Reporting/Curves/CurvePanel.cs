namespace ReportClassification.Reporting.Curves;

/// <summary>One of the plots that stand above each other in a chart and share its steps.</summary>
/// <param name="Title">What is plotted.</param>
/// <param name="Height">The height of the plot in pixels.</param>
/// <param name="Ticks">The vertical axis.</param>
/// <param name="Series">The lines, those behind first.</param>
internal sealed record CurvePanel(string Title, double Height, AxisTicks Ticks, IReadOnlyList<CurveSeries> Series);
