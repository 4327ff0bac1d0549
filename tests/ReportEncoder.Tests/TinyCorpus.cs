using System.Text.Json;
using ReportEncoder.Data;

namespace ReportEncoder.Tests;

/// <summary>A few invented documents, pairs and labelled rows in the layout of the real ones.</summary>
internal static class TinyCorpus
{
    private static readonly string[] Subjects = ["heart", "lung", "liver", "kidney", "knee", "spine", "brain", "skin"];
    private static readonly string[] States = ["normal in size", "larger than before", "free of disease", "painful at night", "swollen on the left"];

    public static void Write(string corpora, string data)
    {
        Directory.CreateDirectory(Path.Combine(corpora, "text"));
        Directory.CreateDirectory(Path.Combine(corpora, "pairs"));
        foreach (var (index, source) in TrainingMixture.Sources.Index())
        {
            var random = new Random(index);
            File.WriteAllLines(Path.Combine(corpora, "text", source.Name + ".txt"), Enumerable.Range(0, 12).Select(
                _ => string.Join(' ', Enumerable.Range(0, 10).Select(_ => Sentence(random) + " There is no effusion of the " + Pick(Subjects, random) + "."))));
            File.WriteAllLines(Path.Combine(corpora, "pairs", source.Name + ".tsv"), Enumerable.Range(0, 12).Select(
                i => $"What about the {Pick(Subjects, random)} in case {source.Name} {i}?\t{Sentence(random)}\tqa:any"));
        }

        File.WriteAllText(Path.Combine(corpora, "ei_attribution.tsv"),
            "pmcid\tlicence\tfirst_author\ttitle\tjournal\tyear\tdoi\nPMC1\tCC-BY\tA\tT\tJ\t2005\t10.1/x\n");
        foreach (var dataSet in LabelledText.DataSets)
        {
            Directory.CreateDirectory(Path.Combine(data, dataSet));
            var random = new Random(dataSet.Length);
            File.WriteAllLines(Path.Combine(data, dataSet, "data.jsonl"), Enumerable.Range(0, 48).Select(i => JsonSerializer.Serialize(new
            {
                text = $"{dataSet} {i} the {Subjects[i % 2]} is {Pick(States, random)}",
                label = Subjects[i % 2],
                split = i < 36 ? "train" : i < 42 ? "dev" : "test",
            })));
        }
    }

    private static string Sentence(Random random) => $"The {Pick(Subjects, random)} is {Pick(States, random)}.";

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
