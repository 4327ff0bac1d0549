using System.Globalization;
using ReportClassification.Training;

namespace Results.Pages;

/// <summary>How figures are written.</summary>
internal static class Figures
{
    /// <summary>What stands where nothing has been measured.</summary>
    public const string Missing = "missing";

    /// <summary>What stands where there is nothing to measure.</summary>
    public const string None = "–";

    /// <summary>A figure; bold where it is better than the best baseline.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="best">The best baseline's mean; null where there is none.</param>
    public static string Score(MeanAndDeviation figure, double? best) => IsBetter(figure, best) ? $"**{figure}**" : figure.ToString();

    /// <summary>Whether a figure is better than the best baseline, as they are printed: a difference that nobody sees is none.</summary>
    public static bool IsBetter(MeanAndDeviation figure, double? best) => best is { } value && Math.Round(figure.Mean, 4) > Math.Round(value, 4);

    /// <summary>A time with three digits or so.</summary>
    public static string Time(double value) => value.ToString(value < 9.95 ? "0.00" : value < 99.5 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>Labels per class.</summary>
    public static string Labels(int? labels) => labels?.ToString(CultureInfo.InvariantCulture) ?? "all";
}
