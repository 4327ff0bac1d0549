using System.Text.Json;

namespace ReportEncoder.Data;

/// <summary>One row of a labelled data set (a line of its data.jsonl).</summary>
internal sealed record LabelledText(string Text, string Label, string Split)
{
    /// <summary>The data sets that the encoder is judged on.</summary>
    public static readonly IReadOnlyList<string> DataSets =
        ["openi_cxr", "mtsamples", "pubmedqa", "ohsumed", "nlbse24_issues"];

    /// <summary>Reads the rows of a data set below <paramref name="folder"/>.</summary>
    public static IEnumerable<LabelledText> Read(string folder, string dataSet)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, dataSet, "data.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            string Field(string name) => row.RootElement.GetProperty(name).GetString() ?? "";
            yield return new LabelledText(Field("text"), Field("label"), Field("split"));
        }
    }
}
