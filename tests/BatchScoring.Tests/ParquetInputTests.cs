using System.Text.Json;
using BatchScoring.Input;
using Parquet;
using Parquet.Schema;

namespace BatchScoring.Tests;

public sealed class ParquetInputTests(TinyProject project) : IClassFixture<TinyProject>
{
    [Fact]
    public async Task Rows_are_found_across_row_groups_and_parts_also_empty_ones()
    {
        var path = await WriteAsync("groups.parquet", 5, 0, 7, 3);
        using var file = new ParquetInputFile(path, "groups.parquet", new RowColumns(["text"], "id", 1000));
        var contents = file.Scan(4, _ => { }, CancellationToken.None);

        Assert.Equal(15, contents.Rows);
        Assert.Equal([4, 4, 4, 3], contents.Parts.Select(part => part.Rows));
        foreach (var parts in new[] { contents.Parts, [.. contents.Parts.Reverse()] })
        {
            var rows = parts.SelectMany(file.Read).OrderBy(row => row.Row).ToArray();
            Assert.Equal(Enumerable.Range(1, 15), rows.Select(row => (int)row.Row));
            Assert.All(rows, row => Assert.Equal($"{row.Row * 10}", row.Parsed.Id));
            Assert.All(rows, row => Assert.Equal(row.Row % 6 == 0 ? "the text 'text' is null" : null, row.Parsed.Problem));
            Assert.All(rows.Where(row => row.Parsed.Problem is null), row => Assert.Equal($"No effusion {row.Row}.", row.Parsed.Text));
        }
    }

    [Fact]
    public async Task A_Parquet_file_is_scored_with_its_nulls_as_bad_rows()
    {
        var path = await WriteAsync("scored.parquet", 20);

        (await TinyProject.RunAsync(project.Score(path, "from-parquet", "--shard-rows", "8"))).Succeeded();

        Assert.Equal(17, project.Parts("from-parquet").Length);
        Assert.Equal("{\"file\":\"scored.parquet\",\"row\":6,\"id\":\"60\",\"reason\":\"the text 'text' is null\"}", project.Parts("from-parquet", "_rejected")[0]);
        Assert.Equal("10", JsonDocument.Parse(project.Parts("from-parquet")[0]).RootElement.GetProperty("id").GetString());
        (await TinyProject.RunAsync("verify", "--output", project.File("from-parquet"))).Succeeded();
    }

    [Fact]
    public async Task Columns_of_other_types_are_told()
    {
        var path = await WriteAsync("types.parquet", 2);

        (await TinyProject.RunAsync([.. project.Score(path, "types"), "--text", "id"])).FailedWith("types.parquet", "type Int64");
        (await TinyProject.RunAsync([.. project.Score(path, "types"), "--text", "absent"])).FailedWith("no column 'absent'", "There are: id, text.");
    }

    private async Task<string> WriteAsync(string name, params int[] groups)
    {
        var id = new DataField<long>("id");
        var text = new DataField<string>("text");
        using var stream = File.Create(project.File(name));
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, text), stream);
        var row = 0;
        foreach (var count in groups)
        {
            using var group = writer.CreateRowGroup();
            var numbers = Enumerable.Range(row + 1, count).ToArray();
            await group.WriteAsync<long>(id, numbers.Select(number => number * 10L).ToArray());
            await group.WriteAsync(text, numbers.Select(number => number % 6 == 0 ? null : $"No effusion {number}.").ToArray()!);
            row += count;
        }

        return project.File(name);
    }
}
