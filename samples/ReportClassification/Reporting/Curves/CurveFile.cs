using System.Globalization;
using ReportClassification.Files;
using ReportClassification.Training;
using ReportClassification.Training.FineTuning;

namespace ReportClassification.Reporting.Curves;

/// <summary>Writes the curves of a command's trainings, as a page or as a picture.</summary>
internal static class CurveFile
{
    /// <param name="result">What the command found out.</param>
    /// <param name="path">The name of the file, whose extension decides.</param>
    /// <param name="file">The file.</param>
    public static void Write(TrainingResult result, string path, OutputFile file)
    {
        var page = Page(result);
        if (string.Equals(Path.GetExtension(path), ".svg", StringComparison.OrdinalIgnoreCase))
            page.WriteSvg(file.Stream);
        else
            page.WriteHtml(file.Stream);
        file.Commit();
    }

    /// <summary>The page: figures, curves, settings. No text of a report and no name of a class is part of it.</summary>
    public static CurvePage Page(TrainingResult result)
    {
        var trainings = result.FineTuning ?? throw new ArgumentException("Nothing was fine-tuned.", nameof(result));
        var method = result.Settings.Trainer;
        var model = Path.GetFileName(Path.TrimEndingDirectorySeparator(result.Model.Folder));
        return new CurvePage(
            $"{method} on {model}",
            Summary(result),
            [.. Settings(result)],
            FiguresOf(trainings, method),
            [.. trainings.Where(training => training.Steps > 0).Select(training => TrainingCurve.Of(Title(training, trainings, method, model), training.History))]);
    }

    private static string Title(FineTuningFigures training, IReadOnlyList<FineTuningFigures> all, string method, string model) =>
        $"{method} on {model}, {TrainingNames.Of(training, all)}, learning rate {TrainingNames.Rate(TrainingNames.Rate(training, method))}"
        + (training.Chosen ? "" : " (not taken)");

    private static string Summary(TrainingResult result)
    {
        var data = Path.GetFileName(result.Data.File);
        return result switch
        {
            { OverSeeds: { } seeds } => $"{data}: accuracy {seeds.Accuracy}, macro-F1 {seeds.MacroF1} over the seeds {string.Join(", ", seeds.Seeds)}.",
            { CrossValidation: { } folds } => $"{data}: accuracy {folds.Accuracy}, macro-F1 {folds.MacroF1} over {folds.Folds.Count} folds.",
            { Test: { } test } => string.Create(CultureInfo.InvariantCulture, $"{data}: accuracy {test.Accuracy:0.0000}, macro-F1 {test.MacroF1:0.0000} on {test.Rows} test rows."),
            _ => data,
        };
    }

    private static FiguresTable FiguresOf(IReadOnlyList<FineTuningFigures> trainings, string method) => new(
        ["training", "rate", "epochs", "kept", "ended", "validation loss", "accuracy", "macro-F1", "test accuracy", "macro-F1", "s"],
        [.. trainings.Select(training => (IReadOnlyList<string>)
        [
            TrainingNames.Of(training, trainings) + (training.Chosen ? "" : " (not taken)"),
            TrainingNames.Rate(TrainingNames.Rate(training, method)),
            TrainingNames.Epochs(training.Epochs),
            TrainingNames.Epochs(training.Best?.Epoch),
            training.EndReason,
            TrainingNames.Figure(training.Best?.Loss),
            TrainingNames.Figure(training.Best?.Accuracy),
            TrainingNames.Figure(training.Best?.MacroF1),
            TrainingNames.Figure(training.TestAccuracy),
            TrainingNames.Figure(training.TestMacroF1),
            training.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
        ])]);

    private static IEnumerable<(string Name, string Value)> Settings(TrainingResult result)
    {
        var settings = result.Settings;
        var tuning = settings.FineTuning!;
        var training = result.FineTuning![0];
        yield return ("Model", $"{result.Model.Folder} ({result.Model.Type}, {result.Model.Pooling} pooling)");
        yield return ("Method", tuning.Method);
        if (tuning.Rank is { } rank)
            yield return ("Adapters", string.Create(CultureInfo.InvariantCulture, $"rank {rank}, alpha {tuning.Alpha}, dropout {tuning.LoraDropout}, {string.Join(", ", tuning.TargetModules!)}"));
        if (tuning.LastLayers is { } layers)
            yield return ("Layers", layers.ToString(CultureInfo.InvariantCulture));
        if (tuning.PrefixLength is { } prefix)
            yield return ("Prefix", prefix.ToString(CultureInfo.InvariantCulture));
        yield return ("Trained parameters", training.TrainableParameters.ToString("#,0", CultureInfo.InvariantCulture));
        yield return ("Learning rates", $"{TrainingNames.Rate(training.LearningRate)}, head {TrainingNames.Rate(training.HeadLearningRate)}{(tuning.LearningRates.Count > 1 ? " (the first of several)" : "")}; {tuning.Schedule}");
        yield return ("Batch size", tuning.BatchSize.ToString(CultureInfo.InvariantCulture));
        yield return ("Class weighting", settings.ClassWeighting);
        yield return ("Chosen by", $"{tuning.Metric} on {tuning.Validation}");
        yield return ("Precision", $"{tuning.Precision}, frozen weights {tuning.FrozenWeights}{(tuning.GradientCheckpointing ? ", gradient checkpointing" : "")}");
        yield return ("Rows", string.Create(CultureInfo.InvariantCulture, $"{training.TrainingRows} to learn from, {training.ValidationRows} to choose on"));
        yield return ("Device", result.Model.Device ?? "");
        yield return ("Peak memory", string.Create(CultureInfo.InvariantCulture, $"{result.PeakMemory / 1e9:0.00} GB"));
        yield return ("Command", string.Join(' ', result.Command));
    }
}
