using System.Text.Json;
using BatchScoring.Input;
using BatchScoring.Input.Records;

namespace BatchScoring.Tests;

public sealed class BadInputTests(TinyProject project) : IClassFixture<TinyProject>
{
    private static readonly RowColumns Columns = new(["text"], "id", 10);

    [Theory]
    [InlineData("{\"id\":\"a\",\"text\":\"fine\"}", null)]
    [InlineData("{\"id\":7,\"text\":[\"fine\",\"too\"]}", null)]
    [InlineData("", "not valid JSON")]
    [InlineData("{\"id\":\"a\",\"text\":\"fine\"", "not valid JSON near byte 23")]
    [InlineData("{\"id\":\"a\",\"text\":\"fine\"} {}", "not valid JSON")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("{\"id\":\"a\"}", "no column 'text'")]
    [InlineData("{\"text\":\"fine\"}", "no column 'id'")]
    [InlineData("{\"id\":null,\"text\":\"fine\"}", "the id 'id' is neither a string nor a number")]
    [InlineData("{\"id\":\"\",\"text\":\"fine\"}", "the id 'id' is empty")]
    [InlineData("{\"id\":\"a\",\"text\":null}", "the text 'text' is null")]
    [InlineData("{\"id\":\"a\",\"text\":12}", "the text 'text' is a number")]
    [InlineData("{\"id\":\"a\",\"text\":{}}", "the text 'text' is an object")]
    [InlineData("{\"id\":\"a\",\"text\":[1]}", "a list of other things than strings")]
    [InlineData("{\"id\":\"a\",\"text\":\" \\n\"}", "the text is empty")]
    [InlineData("{\"id\":\"a\",\"text\":\"12345678901\"}", "the text has 11 characters; --max-text-length is 10")]
    [InlineData("{\"id\":\"a\",\"text\":\"\\ud800\"}", "no Unicode text")]
    public void A_bad_JSON_line_is_told_what_is_wrong_with_it(string line, string? problem)
    {
        var row = new JsonRowParser(Columns).Parse(System.Text.Encoding.UTF8.GetBytes(line));

        if (problem is null)
            Assert.Null(row.Problem);
        else
            Assert.Contains(problem, row.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_told()
    {
        Assert.Contains("no Unicode text", new JsonRowParser(Columns).Parse((byte[])[.. "{\"id\":\"a\",\"text\":\""u8, 0xE9, .. "\"}"u8]).Problem, StringComparison.Ordinal);
        Assert.Equal("not UTF-8", new DelimitedRowParser(["id", "text"], Columns, new DelimitedRecord((byte)',')).Parse((byte[])[.. "a,"u8, 0xE9]).Problem);
    }

    [Fact]
    public async Task Bad_rows_of_a_table_go_to_the_side_file_with_their_lines()
    {
        var input = project.Write("bad.csv", "id,text\n1,\"fine,\nreally\"\n2\n\n3,\"open\n4,a,b\n5,\n6,in\"side\n7,fine\n");

        (await TinyProject.RunAsync(project.Score(input, "bad-csv"))).Succeeded();

        Assert.Equal([1, 7], project.Parts("bad-csv").Select(line => JsonDocument.Parse(line).RootElement.GetProperty("row").GetInt32()));
        var rejected = project.Parts("bad-csv", "_rejected").Select(line => JsonDocument.Parse(line).RootElement)
            .Select(row => (row.GetProperty("row").GetInt32(), row.GetProperty("line").GetInt32(), row.GetProperty("reason").GetString()));
        Assert.Equal(
            [
                (2, 4, "1 fields instead of 2"),
                (3, 6, Problems.QuoteOutOfPlace),
                (4, 7, "3 fields instead of 2"),
                (5, 8, "the text is empty"),
                (6, 9, Problems.QuoteOutOfPlace),
            ],
            rejected);
    }

    [Theory]
    [InlineData("empty.csv", "", "is empty")]
    [InlineData("header.csv", "id,report\n1,x\n", "There are: id, report.")]
    [InlineData("twice.csv", "id,text,id\n1,x,2\n", "two columns of the same name")]
    [InlineData("broken.csv", "id,\"text\n1,x\n", "a quotation mark")]
    [InlineData("reports.jsonl.gz", "x", "unpacked first")]
    [InlineData("not.parquet", "PAR1 and then nothing of the kind PAR1", "cannot be read as Parquet")]
    public async Task A_file_that_cannot_be_read_at_all_ends_the_run_before_it_begins(string name, string content, string reason)
    {
        var input = project.Write(name, content);

        (await TinyProject.RunAsync(project.Score(input, "unread-" + name))).FailedWith(name, reason);

        Assert.False(Directory.Exists(project.File("unread-" + name)));
    }

    [Theory]
    [InlineData("--shard is '3/3'", "--shard", "3/3")]
    [InlineData("JOB_COMPLETION_INDEX", "--shard", "auto/3")]
    [InlineData("--batch is '0'", "--batch", "0")]
    [InlineData("jsonl|csv|parquet", "--format", "xml")]
    [InlineData("no file 'nowhere.zip'", "--model", "nowhere.zip")]
    [InlineData("twice", "--input", "good.jsonl", "good.jsonl")]
    [InlineData("no file 'absent.jsonl'", "--input", "absent.jsonl")]
    public async Task Wrong_options_are_told_in_a_line(string expected, params string[] options)
    {
        var input = project.Write("good.jsonl", TinyProject.Lines(1));
        var arguments = project.Score(input, "wrong");
        var more = options.Select(option => option == "good.jsonl" ? input : option).ToArray();
        var index = Array.IndexOf(arguments, options[0]);
        if (index >= 0)
            arguments = [.. arguments[..index], .. arguments[(index + 2)..]];

        (await TinyProject.RunAsync([.. arguments, .. more])).FailedWith(expected);
    }

    [Fact]
    public void A_pod_of_an_indexed_job_knows_its_shard()
    {
        Assert.Equal(new Shard(5, 8), Shard.Parse("auto/8", name => name == "JOB_COMPLETION_INDEX" ? "5" : null));
        Assert.Equal(new Shard(5, 8), Shard.Parse("5/8", _ => null));
        Assert.All(["8/8", "-1/8", "1", "1/2/3", "auto/8", "a/b", "0/0"], text => Assert.Null(Shard.Parse(text, _ => null)));
    }

    [Fact]
    public async Task A_model_that_is_none_is_told()
    {
        var input = project.Write("fine.jsonl", TinyProject.Lines(1));
        var model = project.Write("none.zip", "no zip");

        (await TinyProject.RunAsync(["score", "--model", model, "--input", input, "--output", project.File("none"), "--quiet"])).FailedWith("none.zip");
    }
}
