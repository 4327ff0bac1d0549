using Results.Baselines;
using Results.Pages.Plots;

namespace Results.Pages;

/// <summary>A data set with all its labels: the table, and the confusion matrices.</summary>
internal static class AllLabelsSection
{
    public static void Write(MarkdownPage page, PageInput input, string dataSet, PageFiles files)
    {
        var (bestAccuracy, bestMacroF1) = (input.BestAccuracy(dataSet, null), input.BestMacroF1(dataSet, null));
        var rows = input.Baselines.Of(dataSet, null).Select(Row).ToList();
        var cells = new List<ResultCell>();
        var systems = input.AllLabelSystems(dataSet);
        foreach (var system in systems)
        {
            var cell = input.Results.Cell(dataSet, system, null);
            if (cell is null)
            {
                rows.Add([MarkdownPage.Escape(system.Title), Figures.Missing, Figures.Missing, Figures.Missing, Figures.Missing]);
                continue;
            }

            cells.Add(cell);
            rows.Add(
            [
                MarkdownPage.Escape(system.Title) + Incomplete(system, cell),
                Figures.Score(cell.Accuracy, bestAccuracy),
                Figures.Score(cell.MacroF1, bestMacroF1),
                Figures.Time(cell.TrainingSeconds),
                Figures.Time(cell.PredictionMilliseconds),
            ]);
        }

        page.Heading(3, "All labels");
        page.Table(["", "accuracy", "macro-F1", "training, s", "prediction, ms per text"], rows);
        page.Paragraph(Provenance.Of(dataSet, "all", systems, cells));
        foreach (var system in systems.Where(system => system.Method.NeedsModel))
        {
            if (input.Results.Cell(dataSet, system, null) is { } cell)
                page.Picture(files.Add($"{dataSet}-confusion-{system.FileName}.svg", ConfusionPlot.Of(dataSet, system, cell)), $"Confusion matrix of {system.Title} on {dataSet}");
        }
    }

    private static IReadOnlyList<string> Row(Baseline baseline) =>
        [MarkdownPage.Escape(baseline.Name), baseline.Accuracy.ToString(), baseline.MacroF1.ToString(), Figures.None, Figures.None];

    private static string Incomplete(ResultSystem system, ResultCell cell) => system.Method.IsRandom ? Provenance.Incomplete(cell, null) : "";
}
