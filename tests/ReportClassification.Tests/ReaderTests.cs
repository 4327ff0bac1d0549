using System.Text;
using MLNet.LlmExtensions.Tests.Shared;
using ReportClassification.Data;

namespace ReportClassification.Tests;

public sealed class ReaderTests : IDisposable
{
    private static readonly ReportColumns Columns = new(["text"], "label", null);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_lines_give_text_label_split_and_line_number()
    {
        var reports = Read("a.jsonl", """
            {"id": 7, "text": "No effusion.", "label": "normal", "split": "train"}

            {"split": "VALIDATION", "label": 2, "text": "Line one\nand \"two\"", "other": [1, 2]}
            {"text": null, "label": true, "split": " test "}
            """);

        Assert.Equal(
            [
                new LabelledReport(1, "No effusion.", "normal", DataSplit.Train),
                new LabelledReport(3, "Line one\nand \"two\"", "2", DataSplit.Dev),
                new LabelledReport(4, "", "true", DataSplit.Test),
            ],
            reports);
    }

    [Fact]
    public void Comma_separated_values_may_be_quoted_and_span_lines()
    {
        var reports = Read("a.csv", "text,label\r\n\"Small, \"\"new\"\" effusion.\r\nFollow-up.\",known\r\nplain,normal\r\n");

        Assert.Equal(
            [new LabelledReport(2, "Small, \"new\" effusion.\r\nFollow-up.", "known", null), new LabelledReport(3, "plain", "normal", null)],
            reports);
    }

    [Fact]
    public void Tab_separated_values_are_read()
    {
        var reports = Read("a.TSV", "label\ttext\tsplit\nnormal\tA, B\ttrain\nknown\t\"C\tD\"\ttest");

        Assert.Equal(["A, B", "C\tD"], reports.Select(report => report.Text));
        Assert.Equal([DataSplit.Train, DataSplit.Test], reports.Select(report => report.Split!.Value));
    }

    [Theory]
    [InlineData("a.jsonl", "{\"text\":\"é\",\"label\":\"a\"}\n{\"text\":\"y\",\"label\":\"b\"}")]
    [InlineData("a.csv", "text,label\né,a\ny,b")]
    public void A_byte_order_mark_and_either_line_end_are_accepted(string name, string content)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true) })
        {
            foreach (var text in new[] { content, content.Replace("\n", "\r\n", StringComparison.Ordinal) })
            {
                File.WriteAllText(_folder.File(name), text, encoding);
                Assert.Equal(["é", "y"], LabelledReportFile.Read(_folder.File(name), Columns).Select(report => report.Text));
            }
        }
    }

    [Fact]
    public void Several_text_columns_are_joined_by_line_breaks_in_the_order_asked_for()
    {
        File.WriteAllText(_folder.File("a.jsonl"), """
            {"findings": "F", "impression": ["I1", "I2"], "label": "a"}
            {"findings": "G", "impression": "J", "label": "b"}
            """);

        var reports = LabelledReportFile.Read(_folder.File("a.jsonl"), new(["impression", "findings"], "label", null));

        Assert.Equal(["I1\nI2\nF", "J\nG"], reports.Select(report => report.Text));
    }

    [Theory]
    [InlineData("a.jsonl", "{\"text\":\"secret\",\"label\":\"a\"}\n{\"text\":\"secret\" \"label\":\"b\"}", "line 2")]
    [InlineData("a.jsonl", "{\"text\":\"secret\",\"label\":\"a\"}\n[\"secret\"]", "line 2")]
    [InlineData("a.jsonl", "{\"text\":\"secret\",\"label\":\"a\"}\n{\"text\":\"secret\"", "line 2")]
    [InlineData("a.jsonl", "{\"text\":\"secret\",\"label\":\"a\"}\n{\"label\":\"secret\"}", "no column 'text'", "line 2", "There are: label.")]
    [InlineData("a.jsonl", "{\"text\":\"secret\",\"label\":\"a\"}\n\n{\"text\":\"secret\",\"label\":\" \"}", "label", "empty", "line 3")]
    [InlineData("a.jsonl", "{\"text\":\"secret\",\"label\":null}", "empty", "line 1")]
    [InlineData("a.jsonl", "{\"text\":{\"secret\":1},\"label\":\"a\"}", "Column 'text'", "line 1")]
    [InlineData("a.jsonl", "{\"text\":\"\\ud800secret\",\"label\":\"a\"}", "Column 'text'", "line 1")]
    [InlineData("a.jsonl", "{\"text\":\"secret\",\"label\":\"a\",\"split\":\"secret\"}", "'split'", "train, dev and test", "line 1")]
    [InlineData("a.jsonl", "", "no rows")]
    [InlineData("a.jsonl", "{\"text\":\"secret\",\"label\":\"a\"}\n{\"text\":\"secret2\",\"label\":\"a\"}", "same label", "'label'")]
    [InlineData("a.csv", "", "empty", "name the columns")]
    [InlineData("a.csv", "text,label\n", "no rows")]
    [InlineData("a.csv", "report,label\nsecret,a\n", "no column 'text'", "There are: report, label.")]
    [InlineData("a.csv", "text,klass\nsecret,a\n", "no column 'label'", "There are: text, klass.")]
    [InlineData("a.csv", "text,label\nsecret,a\nsecret\n", "1 fields instead of 2", "row 3")]
    [InlineData("a.csv", "text,label\nsecret,a,secret\n", "3 fields instead of 2", "row 2")]
    [InlineData("a.csv", "text,label\nsecret \"quoted\" secret,a\n", "quotation mark", "row 2")]
    [InlineData("a.csv", "text,label\n\"secret,a\nsecret", "row 2")]
    [InlineData("a.csv", "text,text,label\nsecret,secret,a\n", "two columns of the same name")]
    [InlineData("a.tsv", "text\tlabel\nsecret\t\n", "empty", "row 2")]
    [InlineData("a.txt", "secret", ".txt", ".jsonl, .csv and .tsv")]
    [InlineData("a", "secret", ".jsonl, .csv and .tsv")]
    public void Bad_files_are_refused_with_their_place_and_without_their_text(string name, string content, params string[] expected)
    {
        var error = Assert.Throws<UserErrorException>(() => Read(name, content));

        Assert.Contains($"'{_folder.File(name)}'", error.Message, StringComparison.Ordinal);
        Assert.All(expected, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void Bytes_that_are_no_unicode_are_refused()
    {
        File.WriteAllBytes(_folder.File("a.csv"), [.. "text,label\nN"u8, 0xE9, .. "o,a\nb,c\n"u8]);

        var error = Assert.Throws<UserErrorException>(() => LabelledReportFile.Read(_folder.File("a.csv"), Columns));

        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused_by_name()
    {
        var missing = Assert.Throws<UserErrorException>(() => LabelledReportFile.Read(_folder.File("none.csv"), Columns));
        var folder = Assert.Throws<UserErrorException>(() => LabelledReportFile.Read(_folder.Path, Columns));

        Assert.Contains("none.csv", missing.Message, StringComparison.Ordinal);
        Assert.Contains("folder", folder.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_column_named_as_label_is_found_out()
    {
        var rows = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"{{\"text\":\"t{i}\",\"label\":\"secret {i}\"}}"));

        var error = Assert.Throws<UserErrorException>(() => Read("a.jsonl", rows));

        Assert.Contains("100 different values in 100 rows", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_are_read_while_they_are_enumerated()
    {
        File.WriteAllText(_folder.File("a.jsonl"), "{\"text\":\"first\"}\nnot json at all\n");

        Assert.Equal("first", RecordFile.Read(_folder.File("a.jsonl")).First().Value("text"));
    }

    [Fact]
    public void Random_bytes_give_rows_or_a_clear_error()
    {
        var random = new Random(20260101);
        var alphabet = "{}[]\",:\\\n\r\tatextlbl \u00e9\"\"{}"u8.ToArray();
        for (var i = 0; i < 2000; i++)
        {
            var name = "fuzz" + (i % 3) switch { 0 => ".jsonl", 1 => ".csv", _ => ".tsv" };
            var head = i % 2 == 0 ? "text,label\n" : "{\"text\":\"a\",\"label\":\"b\"}\n";
            var bytes = random.GetItems(alphabet, random.Next(200));
            File.WriteAllBytes(_folder.File(name), [.. Encoding.UTF8.GetBytes(head), .. bytes]);
            try
            {
                Assert.NotEmpty(LabelledReportFile.Read(_folder.File(name), Columns));
            }
            catch (UserErrorException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }

    private IReadOnlyList<LabelledReport> Read(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return LabelledReportFile.Read(_folder.File(name), Columns);
    }
}
