using System.Globalization;
using MLNet.LlmExtensions.Models;
using ReportClassification.Commands;
using ReportClassification.Evaluation;
using ReportClassification.Training;
using ReportClassification.Training.FineTuning;
using Spectre.Console;

namespace ReportClassification.Reporting;

/// <summary>Shows what the training command found out.</summary>
internal sealed class ConsoleReport(IAnsiConsole console, bool quiet)
{
    /// <summary>What to expect of the run without arguments, which nobody should take for the library's best.</summary>
    public void ShowShipped()
    {
        if (!quiet)
            Line("Note", "Synthetic reports and the small shipped model show how it works. The reports are written to mislead: expect little (samples/ReportClassification/data/README.md).");
    }

    /// <summary>The language model, and the device that it runs on.</summary>
    public void Show(ModelFigures model)
    {
        if (quiet)
            return;
        Line("Model", FormattableString.Invariant(
            $"{Path.GetFileName(model.Folder)}: {model.Type}, {model.Dimensions} dimensions, {model.Pooling} pooling, windows of {model.MaximumLength} tokens"));
        if (model.Device is { } device)
            Line("Device", $"{device}, {model.DeviceReason}");
    }

    /// <summary>What will be trained, and on what.</summary>
    public void ShowBeginning(FineTuningSettings settings, bool hasDevRows)
    {
        if (quiet)
            return;
        Line("Method", string.Create(CultureInfo.InvariantCulture, $"{settings.Describe()}; {(hasDevRows
            ? $"learns from the train rows, and chooses on the dev rows ({settings.Options.Metric})"
            : settings.Options.ValidationFraction > 0
                ? $"holds back {settings.Options.ValidationFraction:0.##} of the training rows to choose on ({settings.Options.Metric})"
                : "learns from all training rows, and keeps the last weights")}"));
        Line("", "Ctrl+C ends the training and goes on with the best weights so far; the second time it cancels.");
    }

    /// <summary>What the first Ctrl+C does.</summary>
    public void ShowStopping()
    {
        if (!quiet)
            Line("Stop", "The training ends after this step; the best weights so far are tested and saved. Ctrl+C again cancels.");
    }

    /// <summary>What the first Ctrl+C cost.</summary>
    public void ShowNotKept() => Warn("No model is saved: the training was stopped before the one on all rows.");

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
        if (result is { OverSeeds: { } overSeeds, Seeds: { } seeds })
            Show(overSeeds, seeds, result.Data);
        if (quiet)
            return;
        if (result.Stopped)
            Warn("The training was stopped. The figures are those of the best weights so far; trainings that were still to come did not take place.");
        if (result.Embedding is { } read)
            ShowFrozen(result, read);
        if (result.FineTuning is { } trainings)
            ShowFineTuned(result, trainings);
    }

    private void ShowFrozen(TrainingResult result, EmbeddingFigures read)
    {
        Line("Texts", FormattableString.Invariant($"{read.Texts} embedded, {read.Tokens / Math.Max(1, read.Texts)} tokens on average; {read.LongTexts} longer than a window and read in overlapping ones"));
        Line("Head", result.Settings.L2 is { Count: > 0 } l2
            ? $"{result.Settings.Head}, L2 = {L2(l2)} chosen by cross-validation on the training rows{Weighting(result.Settings)}"
            : result.Settings.Head!);
        var time = result.Seconds;
        Line("Time", FormattableString.Invariant(
            $"{time.Total:0.0} s, of which {time.Embedding:0.0} s embedding {time.Texts} texts ({time.TextsPerSecond:0} texts/s)"));
    }

    private void ShowFineTuned(TrainingResult result, IReadOnlyList<FineTuningFigures> trainings)
    {
        console.Write(trainings.Count == 1 ? FineTuningTable.OfEvaluations(trainings[0]) : FineTuningTable.OfTrainings(trainings, result.Settings.Trainer));
        var first = trainings[0];
        Line("Tuned", FormattableString.Invariant($"{first.TrainableParameters:#,0} parameters on {first.TrainingRows} rows ({result.Model.Device}), chosen on {first.ValidationRows}; {first.LongTexts} texts longer than a window and read in overlapping ones{Weighting(result.Settings)}"));
        Line("Time", FormattableString.Invariant($"{result.Seconds.Total:0.0} s, of which {result.Seconds.FineTuning:0.0} s fine-tuning; peak memory {result.PeakMemory / 1e9:0.00} GB"));
    }

    private void Show(OverSeedsFigures figures, IReadOnlyList<SeedFigures> seeds, DataFigures data)
    {
        var tested = seeds[0].Test is { } test
            ? FormattableString.Invariant($"{test.Rows} test rows")
            : FormattableString.Invariant($"means over {data.Parts.Count} folds");
        Headline($"accuracy {figures.Accuracy}   macro-F1 {figures.MacroF1}   log-loss {figures.LogLoss}   (seeds {string.Join(", ", figures.Seeds.Select(Number))}; {tested})");
        if (quiet)
            return;
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in new[] { "seed", "accuracy", "macro-F1", "log-loss" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        var choosesL2 = seeds.Any(seed => seed.L2 is not null);
        if (choosesL2)
            table.AddColumn(new TableColumn("L2").RightAligned());
        foreach (var seed in seeds)
            table.AddRow([Number(seed.Seed), Figure(seed.Accuracy()), Figure(seed.MacroF1()), Figure(seed.LogLoss()), .. choosesL2 ? [L2(seed.L2 ?? [])] : Array.Empty<string>()]);
        console.Write(table);
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
            $"accuracy {figures.Accuracy}   macro-F1 {figures.MacroF1}   log-loss {figures.LogLoss}   ({figures.Folds.Count} folds)"));
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

    private static string L2(IReadOnlyList<float> values) => string.Join(", ", values.Select(value => value.ToString("G3", CultureInfo.InvariantCulture)));

    private static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
