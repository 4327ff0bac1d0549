using System.Globalization;

namespace Results.Pages;

/// <summary>What others report on the same test rows, beside what was measured here.</summary>
internal static class PublishedSection
{
    public static void Write(MarkdownPage page, PageInput input, string dataSet)
    {
        var published = input.Published.Where(figure => figure.DataSet == dataSet).ToArray();
        if (published.Length == 0)
            return;
        var ours = input.Results.Systems.Where(system => system.Method.TakesAllLabels).Select(system => (IReadOnlyList<string>)(input.Results.Cell(dataSet, system, null) is { } cell
            ? [MarkdownPage.Escape(system.Title), cell.Accuracy.ToString(), cell.MacroF1.ToString()]
            : [MarkdownPage.Escape(system.Title), Figures.Missing, Figures.Missing]));
        var theirs = published.Select(figure => (IReadOnlyList<string>)
        [
            MarkdownPage.Escape(figure.System),
            Three(figure.Accuracy),
            figure.MacroF1 is { } macroF1 ? Three(macroF1) : Figures.None,
        ]);
        page.Heading(3, "Beside published figures");
        page.Table(["", "accuracy", "macro-F1"], [.. theirs, .. ours]);
        page.Paragraph("The first rows are what others report on the same test rows (`eng/Results/Published/published.csv`); they were not measured here.");
    }

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
