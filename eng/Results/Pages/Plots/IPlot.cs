using ReportClassification.Reporting.Curves;

namespace Results.Pages.Plots;

/// <summary>A picture that can be drawn as SVG.</summary>
internal interface IPlot
{
    /// <summary>Draws it.</summary>
    void Draw(Markup markup);
}
