using System.Text.Json;

namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>Report-like texts.</summary>
internal static class ReportTexts
{
    /// <summary>The <c>text</c> fields of a JSONL file, in the order of the file.</summary>
    public static string[] Read(string path) =>
        [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!)];

    /// <summary>Endless texts out of others' sentences: lengths like the originals', hardly one like another.</summary>
    public static IEnumerable<string> Endless(IReadOnlyList<string> texts, int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            var sentences = texts[random.Next(texts.Count)].Split(". ");
            var others = texts[random.Next(texts.Count)].Split(". ");
            yield return string.Join(". ", sentences.Select((sentence, i) => i < others.Length && random.Next(2) == 0 ? others[i] : sentence));
        }
    }
}
