using System.Globalization;
using MLNet.LlmExtensions.Models;
using ReportClassification.Evaluation;
using ReportClassification.Training;
using Spectre.Console;

namespace ReportClassification.Reporting;

/// <summary>Shows what the training command found out.</summary>
internal sealed class ConsoleReport(IAnsiConsole console, bool quiet)
{
    /// <summary>What to expect of the run without arguments, which nobody should take for the library's best.</summary>
    public void ShowShipped()
    {
        if (!quiet)
            Line("Note", "Synthetic reports and the small shipped model show how it works. The reports turn on negation, which that model hardly understands: expect little (samples/ReportClassification/data/README.md).");
    }

    /// <summary>The language model, and the device that it runs on.</summary>
    public void Show(ModelFigures model)
    {
        if (quiet)
            return;
        Line("Model", FormattableString.Invariant(
            $"{Path.GetFileName(model.Folder)}: {model.Type}, {model.Dimensions} dimensions, {model.Pooling} pooling, windows of {model.MaximumLength} tokens"));
        Line("Device", $"{model.Device}, {model.DeviceReason}");
    }

    /// <summary>What the data is like.</summary>
    public void Show(DataFigures data)
    {
        if (quiet)
            return;
        Line("Data", FormattableString.Invariant($"{ShortPath(data.File)}: {data.Rows} rows, {data.Classes.Count} classes; parts {data.PartsFrom}"));
        var table = new Table().Border(TableBorder.Rounded).AddColumn("class");
        foreach (var part in data.Parts)
            table.AddColumn(new TableColumn(part).RightAligned());
        foreach (var row in data.Classes)
            table.AddRow([Markup.Escape(row.Label), .. row.Rows.Select(Number)]);
        table.AddRow(["[bold]all[/]", .. Enumerable.Range(0, data.Parts.Count).Select(i => $"[bold]{Number(data.Classes.Sum(c => c.Rows[i]))}[/]")]);
        console.Write(table);

        if (data.EmptyTexts > 0)
            Warn(FormattableString.Invariant($"{data.EmptyTexts} rows have no text. They are kept, and get the embedding of the empty text."));
        if (data.TestTextsInTraining > 0)
            Warn(FormattableString.Invariant($"The text of {data.TestTextsInTraining} test rows is in the train or dev rows as well. The figures without them are given below."));
        else if (data.RepeatedTexts > 0)
            Warn(FormattableString.Invariant($"{data.RepeatedTexts} rows share their text with another row. Copies are in the same part."));
    }

    /// <summary>The figures.</summary>
    public void Show(TrainingResult result)
    {
        if (result.Test is { } test)
            Show(test);
        if (result.CrossValidation is { } crossValidation)
            Show(crossValidation);
        if (quiet)
            return;
        var read = result.Embedding;
        Line("Texts", FormattableString.Invariant($"{read.Texts} embedded, {read.Tokens / Math.Max(1, read.Texts)} tokens on average; {read.LongTexts} longer than a window and read in overlapping ones"));
        var time = result.Seconds;
        Line("Head", result.Settings.L2 is { Count: > 0 } l2
            ? $"{result.Settings.Head}, L2 = {string.Join(", ", l2.Select(value => value.ToString("G3", CultureInfo.InvariantCulture)))} chosen by cross-validation on the training rows{Weighting(result.Settings)}"
            : result.Settings.Head);
        Line("Time", FormattableString.Invariant(
            $"{time.Total:0.0} s, of which {time.Embedding:0.0} s embedding {time.Texts} texts ({time.TextsPerSecond:0} texts/s)"));
    }

    private void Show(EvaluationFigures test)
    {
        Headline(FormattableString.Invariant($"accuracy {test.Accuracy:0.0000}   macro-F1 {test.MacroF1:0.0000}   log-loss {test.LogLoss:0.0000}   ({test.Rows} test rows)"));
        if (test.Unseen is { } unseen)
            Headline(FormattableString.Invariant($"accuracy {unseen.Accuracy:0.0000}   macro-F1 {unseen.MacroF1:0.0000}   on the {unseen.Rows} whose text is not in the training rows"));
        if (quiet)
            return;
        ShowClasses(test.Classes);
        ShowMatrix(test.Classes, test.ConfusionMatrix);
    }

    private void Show(CrossValidationFigures figures)
    {
        Headline(FormattableString.Invariant(
            $"accuracy {figures.Accuracy.Mean:0.0000} ± {figures.Accuracy.StandardDeviation:0.0000}   macro-F1 {figures.MacroF1.Mean:0.0000} ± {figures.MacroF1.StandardDeviation:0.0000}   log-loss {figures.LogLoss.Mean:0.0000} ± {figures.LogLoss.StandardDeviation:0.0000}   ({figures.Folds.Count} folds)"));
        if (quiet)
            return;
        console.WriteLine("All folds together:");
        ShowClasses(figures.Classes);
        ShowMatrix(figures.Classes, figures.ConfusionMatrix);
    }

    private void ShowClasses(IReadOnlyList<ClassFigures> classes)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("class");
        foreach (var heading in new[] { "precision", "recall", "F1", "support" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var c in classes)
            table.AddRow(Markup.Escape(c.Label), Share(c.Precision), Share(c.Recall), Share(c.F1), Number(c.Support));
        console.Write(table);
    }

    private void ShowMatrix(IReadOnlyList<ClassFigures> classes, IReadOnlyList<IReadOnlyList<int>> matrix)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("true ↓  predicted →");
        foreach (var c in classes)
            table.AddColumn(new TableColumn(Markup.Escape(c.Label)).RightAligned());
        for (var row = 0; row < classes.Count; row++)
        {
            table.AddRow([
                Markup.Escape(classes[row].Label),
                .. matrix[row].Select((count, column) => column == row ? $"[bold]{Number(count)}[/]" : count == 0 ? "[dim]·[/]" : Number(count))]);
        }

        console.Write(table);
    }

    private void Headline(string text) => console.MarkupLine($"[bold]{Markup.Escape(text)}[/]");

    private void Line(string name, string text) => console.MarkupLine($"[dim]{name,-7}[/]{Markup.Escape(text)}");

    private void Warn(string text) => console.MarkupLine($"[yellow]Warning:[/] {Markup.Escape(text)}");

    private static string Weighting(SettingsFigures settings) => settings.ClassWeighting switch
    {
        nameof(ClassWeighting.SquareRoot) => ", rare classes counting more",
        nameof(ClassWeighting.Balanced) => ", each class counting alike",
        _ => "",
    };

    private static string ShortPath(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.Length < path.Length ? relative : path;
    }

    private static string Share(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
