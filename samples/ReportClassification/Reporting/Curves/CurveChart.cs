namespace ReportClassification.Reporting.Curves;

/// <summary>The picture of one training.</summary>
/// <param name="Title">Which training it is.</param>
/// <param name="Description">What there is to see, for those who cannot see it.</param>
/// <param name="Steps">The horizontal axis of all panels.</param>
/// <param name="BestStep">The step that is marked in all panels, or null.</param>
/// <param name="Panels">The plots, from the top.</param>
internal sealed record CurveChart(string Title, string Description, AxisTicks Steps, int? BestStep, IReadOnlyList<CurvePanel> Panels)
{
    /// <summary>What the horizontal axis counts.</summary>
    public string StepsName { get; init; } = "step";
}
