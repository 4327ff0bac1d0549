using System.Globalization;
using ReportClassification.Training.FineTuning;
using Spectre.Console;
using static ReportClassification.Reporting.TrainingNames;

namespace ReportClassification.Reporting;

/// <summary>Tables of how fine-tuning went.</summary>
internal static class FineTuningTable
{
    private const int MostEvaluations = 20;

    /// <summary>The measurements of one training; of very many, the last ones and the one whose weights were kept.</summary>
    public static Table OfEvaluations(FineTuningFigures training)
    {
        var table = Create("epoch", "step", "training loss", "validation loss", "accuracy", "macro-F1");
        var losses = training.EpochLosses.ToDictionary(epoch => (double)epoch.Epoch, epoch => epoch.Loss);
        var left = training.Evaluations.Count - MostEvaluations;
        foreach (var evaluation in training.Evaluations.Where((evaluation, i) => i >= left || evaluation.Step == training.Best?.Step))
        {
            string[] row =
            [
                Epochs(evaluation.Epoch),
                evaluation.Step.ToString(CultureInfo.InvariantCulture),
                Figure(losses.TryGetValue(evaluation.Epoch, out var loss) ? loss : null),
                Figure(evaluation.Loss),
                Figure(evaluation.Accuracy),
                Figure(evaluation.MacroF1),
            ];
            table.AddRow(evaluation.Step == training.Best?.Step ? [.. row.Select(cell => $"[bold]{cell}[/]")] : row);
        }

        return table.Caption(Caption(training), new Style(decoration: Decoration.Dim));
    }

    /// <summary>Trainings, one in a row.</summary>
    public static Table OfTrainings(IReadOnlyList<FineTuningFigures> trainings, string method)
    {
        var table = Create("training", "rate", "epochs", "kept", "validation loss", "accuracy", "macro-F1", "test accuracy", "macro-F1", "s");
        foreach (var training in trainings)
        {
            string[] row =
            [
                Of(training, trainings),
                Rate(Rate(training, method)),
                Epochs(training.Epochs),
                Epochs(training.Best?.Epoch),
                Figure(training.Best?.Loss),
                Figure(training.Best?.Accuracy),
                Figure(training.Best?.MacroF1),
                Figure(training.TestAccuracy),
                Figure(training.TestMacroF1),
                training.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
            ];
            table.AddRow(training.Chosen ? row : [.. row.Select(cell => $"[dim]{cell}[/]")]);
        }

        return table.Caption("accuracy and macro-F1 on the validation rows, then on the test rows", new Style(decoration: Decoration.Dim));
    }

    private static string Caption(FineTuningFigures training) => training.Best is { } best
        ? string.Create(CultureInfo.InvariantCulture, $"weights of epoch {best.Epoch:0.##} kept; ended: {training.EndReason}")
        : $"last weights kept; ended: {training.EndReason}";

    private static Table Create(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(heading).RightAligned());
        return table;
    }
}
