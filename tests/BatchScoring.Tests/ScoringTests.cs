using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Parquet;

namespace BatchScoring.Tests;

public sealed class ScoringTests(TinyProject project) : IClassFixture<TinyProject>
{
    [Fact]
    public async Task Rows_and_bad_rows_together_are_the_input()
    {
        var input = project.Write("mixed.jsonl", TinyProject.MixedLines(230));

        var run = (await TinyProject.RunAsync(project.Score(input, "mixed", "--shard-rows", "50"))).Succeeded();

        var rows = project.Parts("mixed").Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var rejected = project.Parts("mixed", "_rejected").Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(Enumerable.Range(1, 230), rows.Concat(rejected).Select(row => row.GetProperty("row").GetInt32()).Order());
        Assert.All(rows, row => Assert.Equal($"r{row.GetProperty("row").GetInt32() - 1}", row.GetProperty("id").GetString()));
        Assert.All(rows, row => Assert.Equal(1, row.GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()), 4));
        Assert.All(rows, row => Assert.Equal(
            row.GetProperty("label").GetString(), row.GetProperty("probabilities").EnumerateObject().MaxBy(p => p.Value.GetDouble()).Name));
        Assert.Equal(23, rejected.Length);
        Assert.Equal(10, rejected[0].GetProperty("line").GetInt32());
        Assert.Contains("not valid JSON", rejected[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("r19", rejected[1].GetProperty("id").GetString());
        Assert.Contains("207 rows scored, 23 rejected", run.Output, StringComparison.Ordinal);
        Assert.Equal("{\"parts\":5,\"scored\":207,\"rejected\":23}\n", File.ReadAllText(Path.Combine(project.File("mixed"), "_SUCCESS")));
        (await TinyProject.RunAsync("verify", "--output", project.File("mixed"))).Succeeded();
    }

    [Fact]
    public async Task No_text_is_in_messages_or_side_files_unless_it_is_asked_for()
    {
        var input = project.Write("secret.jsonl", "{\"id\":1,\"text\":\"private\"\n{\"id\":2,\"text\":[\"private\",1]}\n{\"id\":3,\"text\":\"private " + new string('x', 40) + "\"}\n");

        var without = (await TinyProject.RunAsync(project.Score(input, "secret", "--max-text-length", "20"))).Succeeded();
        (await TinyProject.RunAsync(project.Score(input, "kept", "--max-text-length", "20", "--keep-bad-rows"))).Succeeded();

        var lines = project.Parts("secret", "_rejected");
        Assert.Equal(3, lines.Length);
        Assert.DoesNotContain("private", without.Output + string.Concat(lines), StringComparison.Ordinal);
        Assert.All(project.Parts("kept", "_rejected"), line => Assert.Contains("private", JsonDocument.Parse(line).RootElement.GetProperty("record").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_reports_get_the_same_classes_from_every_format_to_every_format()
    {
        var jsonl = project.Write("same.jsonl", TinyProject.Lines(60));
        var csv = Delimited("same.csv", ",");
        var tsv = Delimited("same.tsv", "\t");
        (await TinyProject.RunAsync(project.Score(jsonl, "same-jsonl", "--shard-rows", "25"))).Succeeded();
        (await TinyProject.RunAsync(project.Score(csv, "same-csv", "--shard-rows", "25", "--format", "csv"))).Succeeded();
        (await TinyProject.RunAsync(project.Score(tsv, "same-tsv", "--shard-rows", "25", "--format", "parquet"))).Succeeded();

        var expected = project.Parts("same-jsonl").Select(line => JsonDocument.Parse(line).RootElement)
            .Select(row => (row.GetProperty("row").GetInt64(), row.GetProperty("id").GetString()!, row.GetProperty("label").GetString()!, row.GetProperty("probability").GetSingle()))
            .ToArray();

        Assert.Equal(expected, CsvRows("same-csv"));
        Assert.Equal(expected, await ParquetRowsAsync("same-tsv"));
        Assert.Equal(3, expected.Select(row => row.Item3).Distinct().Count());
    }

    [Fact]
    public async Task With_labels_only_there_are_no_probabilities()
    {
        var input = project.Write("labels.jsonl", TinyProject.Lines(3));

        (await TinyProject.RunAsync(project.Score(input, "labels", "--label-only"))).Succeeded();
        (await TinyProject.RunAsync(project.Score(input, "labels-csv", "--label-only", "--format", "csv"))).Succeeded();

        Assert.Equal("{\"file\":\"labels.jsonl\",\"row\":1,\"id\":\"r0\",\"label\":\"normal\"}", project.Parts("labels")[0]);
        Assert.Equal("file,row,id,label\nlabels.jsonl,1,r0,normal", string.Join('\n', project.Parts("labels-csv", extension: ".csv")[..2]));
    }

    [Fact]
    public async Task A_folder_is_read_as_Spark_wrote_it()
    {
        Directory.CreateDirectory(project.File("spark/day=1"));
        foreach (var (name, first) in new[] { ("day=1/part-b.json", 7), ("day=1/part-a.json", 5), ("day=1/_SUCCESS", 0), ("day=1/.part-a.json.crc", 0) })
            project.Write("spark/" + name, TinyProject.Lines(first));

        (await TinyProject.RunAsync(project.Score(project.File("spark/day=1"), "from-spark", "--shard-rows", "4"))).Succeeded();

        Assert.Equal(4, Directory.GetFiles(project.File("from-spark"), "part-*").Length);
        Assert.Equal(
            [.. Enumerable.Repeat("part-a.json", 5), .. Enumerable.Repeat("part-b.json", 7)],
            project.Parts("from-spark").Select(line => JsonDocument.Parse(line).RootElement.GetProperty("file").GetString()));
    }

    private string Delimited(string name, string delimiter)
    {
        using var writer = new StreamWriter(project.File(name));
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter, ShouldQuote = args => args.Row.Index == 1 });
        foreach (var row in TinyProject.Lines(60).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).Prepend(default))
        {
            csv.WriteField(row.ValueKind == JsonValueKind.Object ? row.GetProperty("id").GetString() : "id");
            csv.WriteField(row.ValueKind == JsonValueKind.Object ? row.GetProperty("text").GetString() : "text");
            csv.NextRecord();
        }

        return project.File(name);
    }

    private IEnumerable<(long, string, string, float)> CsvRows(string output)
    {
        foreach (var path in Directory.GetFiles(project.File(output), "part-*.csv").Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(path);
            using var csv = new CsvReader(reader, CultureInfo.InvariantCulture);
            csv.Read();
            csv.ReadHeader();
            Assert.Equal(["file", "row", "id", "label", "probability", "p(normal)", "p(effusion)", "p(fracture)"], csv.HeaderRecord!);
            while (csv.Read())
                yield return (csv.GetField<long>("row"), csv.GetField("id")!, csv.GetField("label")!, csv.GetField<float>("probability"));
        }
    }

    private async Task<List<(long, string, string, float)>> ParquetRowsAsync(string output)
    {
        var rows = new List<(long, string, string, float)>();
        foreach (var path in Directory.GetFiles(project.File(output), "part-*.parquet").Order(StringComparer.Ordinal))
        {
            await using var reader = await ParquetReader.CreateAsync(path);
            Assert.Equal(["file", "row", "id", "label", "probability", "p(normal)", "p(effusion)", "p(fracture)"], reader.Schema.Fields.Select(field => field.Name));
            using var group = reader.OpenRowGroupReader(0);
            var (row, id, label, probability) = (new long[group.RowCount], new string?[group.RowCount], new string?[group.RowCount], new float[group.RowCount]);
            await group.ReadAsync<long>(reader.Schema.FindDataField("row"), row.AsMemory());
            await group.ReadAsync(reader.Schema.FindDataField("id"), id.AsMemory());
            await group.ReadAsync(reader.Schema.FindDataField("label"), label.AsMemory());
            await group.ReadAsync<float>(reader.Schema.FindDataField("probability"), probability.AsMemory());
            rows.AddRange(Enumerable.Range(0, row.Length).Select(i => (row[i], id[i]!, label[i]!, probability[i])));
        }

        return rows;
    }
}
