using System.Globalization;

namespace Results.Pages;

/// <summary>The figures on test rows whose text is in no training row, where a data set repeats itself.</summary>
internal static class UnseenSection
{
    public static void Write(MarkdownPage page, PageInput input, string dataSet)
    {
        var cells = input.Results.Systems
            .Select(system => (System: system, Cell: input.Results.Cell(dataSet, system, null)))
            .Where(pair => pair.Cell is not null && pair.Cell.Runs.All(run => run.UnseenScores is not null))
            .ToArray();
        if (cells.Length == 0)
            return;
        var baselines = input.Baselines.UnseenRows.Where(baseline => baseline.DataSet == dataSet).ToArray();
        double? bestAccuracy = baselines.Length == 0 ? null : baselines.Max(baseline => baseline.Accuracy.Mean);
        double? bestMacroF1 = baselines.Length == 0 ? null : baselines.Max(baseline => baseline.MacroF1.Mean);
        var first = cells[0].Cell!.Runs[0];
        page.Heading(3, "Texts that are not among the training rows");
        page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{first.UnseenRows} of the {first.TestRows} test rows:"));
        page.Table(
            ["", "accuracy", "macro-F1"],
            [
                .. baselines.Select(baseline => (IReadOnlyList<string>)[MarkdownPage.Escape(baseline.Name), baseline.Accuracy.ToString(), baseline.MacroF1.ToString()]),
                .. cells.Select(pair => (IReadOnlyList<string>)
                [
                    MarkdownPage.Escape(pair.System.Title),
                    Figures.Score(pair.Cell!.Over(run => run.UnseenScores!.Accuracy), bestAccuracy),
                    Figures.Score(pair.Cell!.Over(run => run.UnseenScores!.MacroF1), bestMacroF1),
                ]),
            ]);
        page.Paragraph(Provenance.Of(dataSet, "all", [.. cells.Select(pair => pair.System)], [.. cells.Select(pair => pair.Cell!)]));
    }
}
