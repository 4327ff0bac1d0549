namespace ReportClassification.Reporting.Curves;

/// <summary>Where the parts of a chart stand, in pixels.</summary>
internal static class SvgLayout
{
    public const double Width = 860;

    /// <summary>The left end of the plots; the labels of the vertical axes stand before it.</summary>
    public const double Left = 58;

    /// <summary>The right end of the plots.</summary>
    public const double Right = Width - 18;

    /// <summary>The chart's title.</summary>
    public const double TitleHeight = 34;

    /// <summary>A panel's title and legend, above its plot.</summary>
    public const double PanelHeading = 38;

    /// <summary>The labels of the steps, below the last plot.</summary>
    public const double StepLabels = 44;

    /// <summary>How wide a text is, about: only browsers know better, and legends need to know where the next entry begins.</summary>
    public static double WidthOf(string text) => 6.6 * text.Length;

    /// <summary>The height of the whole picture.</summary>
    public static double HeightOf(CurveChart chart) => TitleHeight + chart.Panels.Sum(panel => PanelHeading + panel.Height) + StepLabels;
}
