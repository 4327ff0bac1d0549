namespace Results.Pages.Plots;

/// <summary>A line of a learning curve.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="IsBaseline">Whether it is a baseline's, which is dashed.</param>
/// <param name="Points">Its points, by labels.</param>
internal sealed record CurveLine(string Name, bool IsBaseline, IReadOnlyList<CurvePointBand> Points);
