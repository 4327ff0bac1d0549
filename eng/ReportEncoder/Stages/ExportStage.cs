using System.Globalization;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Checkpoints;
using ReportEncoder.Evaluation;
using ReportEncoder.Export;

namespace ReportEncoder.Stages;

/// <summary>Writes the model as it ships, with its card, and sees that it is small enough.</summary>
internal sealed class ExportStage(WorkFolder work, Action<string> log)
{
    private const double LargestMegabytes = 12;

    public void Run(string model, string corporaFolder, string target, int maximumLength)
    {
        var trainings = Trainings(model);
        var scores = work.ReadRecord<EvaluationReport>(EvaluateStage.RecordName(model));
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new IOException($"'{target}' is not empty.");
        ModelFolder.Write(work.Model(model), target, maximumLength);
        AttributionList.Write(Path.Combine(corporaFolder, "ei_attribution.tsv"), Path.Combine(target, "ATTRIBUTION.tsv"));

        var exported = LanguageModel.FromPretrained(target);
        var shape = exported.Configuration;
        var facts = new Dictionary<string, string>
        {
            ["layers"] = Text(shape.LayerCount),
            ["width"] = Text(shape.HiddenSize),
            ["heads"] = Text(shape.HeadCount),
            ["intermediate"] = Text(shape.IntermediateSize),
            ["weights"] = string.Create(CultureInfo.InvariantCulture, $"{Weights(target) / 1e6:F1}"),
            ["maximumLength"] = Text(maximumLength),
            ["megabytes"] = string.Create(CultureInfo.InvariantCulture, $"{Megabytes(target):F1}"),
        };
        File.WriteAllText(Path.Combine(target, "README.md"), ModelCard.Write(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(target)),
            work.ReadRecord<PreparedRecord>(PrepareStage.Name), trainings, scores, facts));
        if (Megabytes(target) > LargestMegabytes)
            throw new InvalidOperationException($"'{target}' has {Megabytes(target):F1} MB, more than {LargestMegabytes}.");
        log(string.Create(CultureInfo.InvariantCulture, $"'{target}': {Megabytes(target):F2} MB."));
    }

    /// <summary>The trainings that led to a model, the first one first. The record of a new model is of no training and has no stage.</summary>
    private List<TrainingRecord> Trainings(string model)
    {
        var result = new List<TrainingRecord>();
        for (var name = model; work.Has(name) && work.ReadRecord<TrainingRecord>(name) is { Stage: not null } training; name = training.From)
            result.Insert(0, training);
        return result.Count > 0 ? result : throw new InvalidOperationException($"'{model}' was not trained in this work folder.");
    }

    private static long Weights(string folder)
    {
        using var file = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        return file.Tensors.Values.Sum(tensor => tensor.Count);
    }

    private static double Megabytes(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) / 1e6;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
