using System.Globalization;
using System.Text;
using ReportEncoder.Data;
using ReportEncoder.Evaluation;
using ReportEncoder.Stages;

namespace ReportEncoder.Export;

/// <summary>The model card: a template, filled in with what was measured.</summary>
internal static class ModelCard
{
    public static string Write(
        string name, PreparedRecord prepared, IReadOnlyList<TrainingRecord> trainings, EvaluationReport scores, IReadOnlyDictionary<string, string> facts)
    {
        using var stream = typeof(ModelCard).Assembly.GetManifestResourceStream("model-card.md")!;
        using var reader = new StreamReader(stream);
        var values = new Dictionary<string, string>(facts)
        {
            ["name"] = name,
            ["vocabulary"] = Number(prepared.VocabularySize),
            ["documents"] = Number(prepared.Documents.Values.Sum()),
            ["words"] = string.Create(CultureInfo.InvariantCulture, $"{prepared.Words.Values.Sum() / 1e6:F1}"),
            ["pairs"] = Number(prepared.Pairs.Values.Sum()),
            ["triples"] = Number(prepared.Triples.Values.Sum()),
            ["leftOut"] = Number(prepared.LeftOut),
            ["trainings"] = Trainings(trainings),
            ["scores"] = scores.ToMarkdown().TrimEnd(),
            ["sources"] = Sources(prepared),
        };
        return Fill(reader.ReadToEnd(), values);
    }

    /// <exception cref="FormatException">The template asks for something that is not known.</exception>
    internal static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder();
        for (var i = 0; i < template.Length;)
        {
            var open = template.IndexOf("{{", i, StringComparison.Ordinal);
            var close = open < 0 ? -1 : template.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
                return text.Append(template, i, template.Length - i).ToString();
            var slot = template[(open + 2)..close];
            text.Append(template, i, open - i).Append(values.TryGetValue(slot, out var value)
                ? value
                : throw new FormatException($"The template of the model card asks for '{slot}', which is not known."));
            i = close + 2;
        }

        return text.ToString();
    }

    private static string Trainings(IEnumerable<TrainingRecord> trainings)
    {
        var text = new StringBuilder("| Stage | steps | tokens | of a batch | rate | held-back loss | minutes | on |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var t in trainings)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {t.Stage} | {Number(t.Steps)} | {t.Tokens / 1e6:F1} million | {t.BatchSize} of at most {t.MaximumLength} tokens | {t.LearningRate} | {t.Loss:F3} | {t.Minutes} | {(t.Hardware.Length > 0 ? t.Hardware : t.Device)} |\n");
        }

        return text.ToString().TrimEnd();
    }

    private static string Sources(PreparedRecord prepared)
    {
        var text = new StringBuilder("| Source | documents | pairs | Licence | From |\n|---|---|---|---|---|\n");
        foreach (var source in TrainingMixture.Sources)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {source.Title} | {Number(prepared.Documents.GetValueOrDefault(source.Name))} | {Number(prepared.Pairs.GetValueOrDefault(source.Name))} | {source.Licence} | {source.Address} |\n");
        }

        return text.ToString().TrimEnd();
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
