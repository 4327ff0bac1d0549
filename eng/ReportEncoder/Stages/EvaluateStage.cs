using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using ReportEncoder.Evaluation;

namespace ReportEncoder.Stages;

/// <summary>Measures a model on dev rows and on the sanity set, as the library's users would use it.</summary>
internal sealed class EvaluateStage(WorkFolder work, Action<string> log)
{
    /// <param name="model">A model of the work folder, or any other folder.</param>
    /// <param name="dataFolder">The labelled data sets; null for the sanity set alone.</param>
    /// <param name="draws">How often a few rows are drawn.</param>
    public EvaluationReport Run(string model, string? dataFolder, int draws)
    {
        var folder = Directory.Exists(work.Model(model)) ? work.Model(model) : model;
        using var embedder = new TextEmbedder(
            LanguageModel.FromPretrained(folder), new TextEmbedderOptions { Pooling = PoolingMode.Mean, Normalize = true });
        var sanity = SanityScore.Measure(embedder, SanityRow.ReadAll());
        var probes = dataFolder is null ? [] : new ProbeEvaluation(embedder, dataFolder, draws, log).Measure().ToArray();
        var report = new EvaluationReport(model, probes, sanity);
        work.Create();
        work.WriteRecord(RecordName(model), report);
        log("\n" + report.ToMarkdown());
        return report;
    }

    /// <summary>What the record of a model's evaluation is called.</summary>
    public static string RecordName(string model) => $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(model))}-scores";
}
