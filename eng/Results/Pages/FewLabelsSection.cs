using ReportClassification.Training;
using Results.Baselines;
using Results.Pages.Plots;

namespace Results.Pages;

/// <summary>A data set with few labels: a table for each figure, and the learning curve.</summary>
internal static class FewLabelsSection
{
    public static void Write(MarkdownPage page, PageInput input, string dataSet, PageFiles files)
    {
        var systems = input.FewLabelSystems(dataSet);
        page.Heading(3, "Few labels");
        page.Paragraph("Macro-F1 by labelled rows of each class:");
        WriteTable(page, input, dataSet, systems, baseline => baseline.MacroF1, cell => cell.MacroF1, labels => input.BestMacroF1(dataSet, labels));
        page.Paragraph("Accuracy:");
        WriteTable(page, input, dataSet, systems, baseline => baseline.Accuracy, cell => cell.Accuracy, labels => input.BestAccuracy(dataSet, labels));
        var cells = systems.SelectMany(system => PageInput.FewLabels.Select(labels => input.Results.Cell(dataSet, system, labels))).OfType<ResultCell>().ToArray();
        page.Paragraph(Provenance.Of(dataSet, string.Join(',', PageInput.FewLabels), systems, cells));
        if (cells.Length > 0)
            page.Picture(files.Add($"{dataSet}-learning-curve.svg", LearningCurve.Of(input, dataSet, systems)), $"Macro-F1 on {dataSet} by labelled rows of each class");
    }

    private static void WriteTable(
        MarkdownPage page,
        PageInput input,
        string dataSet,
        IReadOnlyList<ResultSystem> systems,
        Func<Baseline, MeanAndDeviation> ofBaseline,
        Func<ResultCell, MeanAndDeviation> ofCell,
        Func<int, double?> best)
    {
        var names = PageInput.FewLabels.SelectMany(labels => input.Baselines.Of(dataSet, labels)).Select(baseline => baseline.Name).Distinct(StringComparer.Ordinal);
        var baselines = names.Select(name => (IReadOnlyList<string>)
        [
            MarkdownPage.Escape(name),
            .. PageInput.FewLabels.Select(labels => input.Baselines.Of(dataSet, labels).SingleOrDefault(baseline => baseline.Name == name) is { } baseline ? ofBaseline(baseline).ToString() : Figures.None),
        ]);
        var ours = systems.Select(system => (IReadOnlyList<string>)
        [
            MarkdownPage.Escape(system.Title),
            .. PageInput.FewLabels.Select(labels => input.Results.Cell(dataSet, system, labels) is { } cell
                ? Figures.Score(ofCell(cell), best(labels)) + Provenance.Incomplete(cell, labels)
                : Figures.Missing),
        ]);
        page.Table(["", .. PageInput.FewLabels.Select(labels => Figures.Labels(labels))], [.. baselines, .. ours]);
    }
}
