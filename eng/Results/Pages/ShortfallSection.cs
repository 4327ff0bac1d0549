using System.Globalization;
using Results.Baselines;

namespace Results.Pages;

/// <summary>Where no method of ours beats the best baseline.</summary>
internal static class ShortfallSection
{
    public static void Write(MarkdownPage page, PageInput input)
    {
        page.Heading(2, "Where the best baseline is not beaten");
        var items = input.Results.DataSets.SelectMany(dataSet => PageInput.FewLabels.Select(labels => (int?)labels).Append(null).Select(labels => Item(input, dataSet, labels))).OfType<string>().ToArray();
        if (items.Length == 0)
            page.Paragraph("Nowhere among the cells that were measured.");
        else
            page.List(items);
    }

    private static string? Item(PageInput input, string dataSet, int? labels)
    {
        var ours = input.Results.Systems
            .Select(system => (System: system, Cell: input.Results.Cell(dataSet, system, labels)))
            .Where(pair => pair.Cell is not null)
            .OrderByDescending(pair => pair.Cell!.MacroF1.Mean)
            .FirstOrDefault(); // MaxBy would throw where nothing was measured: pairs are structs
        var best = input.Baselines.Of(dataSet, labels).MaxBy(baseline => baseline.MacroF1.Mean);
        if (ours.Cell is null || best is null || Figures.IsBetter(ours.Cell.MacroF1, best.MacroF1.Mean))
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{MarkdownPage.Escape(dataSet)}, {(labels is null ? "all labels" : $"{labels} labels per class")}: macro-F1 {ours.Cell.MacroF1} by {MarkdownPage.Escape(ours.System.Title)}, {best.MacroF1} by {MarkdownPage.Escape(Name(best))}.");
    }

    private static string Name(Baseline baseline) => $"baseline {baseline.Letter}";
}
