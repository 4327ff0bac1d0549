using System.Globalization;
using System.Text;

namespace ReportEncoder.Evaluation;

/// <summary>Everything that was measured of one model.</summary>
internal sealed record EvaluationReport(string Model, IReadOnlyList<ProbeScore> Probes, IReadOnlyList<SanityScore> Sanity)
{
    /// <summary>Tables in Markdown, as the console and the model card show them.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("| Data set (dev rows) | 8 of each class | 16 of each class | all training rows |\n|---|---|---|---|\n");
        foreach (var dataSet in Probes.GroupBy(score => score.DataSet))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {dataSet.Key} |");
            foreach (var score in dataSet)
                text.Append(CultureInfo.InvariantCulture, $" {score.Accuracy:F3} / {score.MacroF1:F3}{Spread(score)} |");
            text.Append('\n');
        }

        text.Append("\n| Changed | rows | paraphrase nearer | cosine of paraphrase | cosine of changed text |\n|---|---|---|---|---|\n");
        foreach (var score in Sanity)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {score.Kind} | {score.Rows} | {score.Right:P0} | {score.ParaphraseCosine:F2} | {score.ChangedCosine:F2} |\n");
        }

        return text.ToString();
    }

    private static string Spread(ProbeScore score) =>
        score.PerClass is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (± {score.Deviation:F3})");
}
