using System.Text.Json;
using ReportClassification.Data;
using Results.Data;

namespace Results.Tests;

/// <summary>Invented data sets.</summary>
internal static class SmallData
{
    /// <summary>Rows of classes that take turns: a class of weight 2 has two rows, then the next has its own, and so on.</summary>
    public static DataSet Create(int train, int dev, int test, params (string Name, int Weight)[] classes)
    {
        var turns = classes.SelectMany(c => Enumerable.Repeat(c.Name, c.Weight)).ToArray();
        var rows = Enumerable.Range(0, train + dev + test).Select(i => new LabelledReport(
            i + 1,
            $"Text {i} says {turns[i % turns.Length]}.",
            turns[i % turns.Length],
            i < train ? DataSplit.Train : i < train + dev ? DataSplit.Dev : DataSplit.Test));
        return new DataSet("small", "invented", new string('0', 64), [.. rows]);
    }

    /// <summary>Writes a data set as a folder of them has it.</summary>
    public static void Write(string folder, string name, DataSet data)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllLines(
            Path.Combine(folder, name, "data.jsonl"),
            data.Rows.Select(row => JsonSerializer.Serialize(new { text = row.Text, label = row.Label, split = row.Split.ToString()!.ToLowerInvariant() })));
    }
}
