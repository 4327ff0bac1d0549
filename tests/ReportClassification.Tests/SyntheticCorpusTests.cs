using System.Text.RegularExpressions;
using SyntheticReports.Corpus;
using SyntheticReports.Grammar;
using SyntheticReports.Reports;

namespace ReportClassification.Tests;

public class SyntheticCorpusTests
{
    private static readonly IReadOnlyList<SyntheticReport> Rows = SyntheticCorpus.Create();

    [Fact]
    public void Generating_again_gives_the_bytes_that_ship()
    {
        var shipped = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", "synthetic-reports.jsonl"));

        Assert.Equal(shipped, CorpusFile.ToBytes(Rows));
    }

    [Fact]
    public void Another_seed_gives_other_reports() => Assert.NotEqual(Rows[0].Text, SyntheticCorpus.Create(1)[0].Text);

    [Fact]
    public void Ids_and_texts_are_unique()
    {
        Assert.Equal(1500, Rows.Count);
        Assert.Equal(Rows.Count, Rows.Select(row => row.Id).Distinct().Count());
        Assert.Equal(Rows.Count, Rows.Select(row => row.Text).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Every_split_has_every_class()
    {
        foreach (var split in new[] { ("train", 900), ("dev", 150), ("test", 450) })
        {
            var rows = Rows.Where(row => row.Split == split.Item1).ToArray();
            Assert.Equal(split.Item2, rows.Length);
            Assert.Equal(Label.All.Order(), rows.Select(row => row.Label).Distinct().Order());
        }
    }

    [Fact]
    public void No_slot_or_bracket_is_left_in_a_report() => Assert.All(Rows, row => Assert.DoesNotMatch(@"[{}\[\]|]|  | \.|\ba [aeiou]\w+ (embolus|infarct)", row.Text));

    [Fact]
    public void Words_of_urgency_and_absence_occur_in_every_class()
    {
        foreach (var label in Label.All)
        {
            var rows = Rows.Where(row => row.Label == label).ToArray();
            foreach (var cue in new[] { @"\bno\b", @"\bnew\b", @"\burgent|immediate", @"follow-up", @"\b(unchanged|stable)\b", @"resolved|cleared" })
                Assert.InRange(rows.Count(row => Regex.IsMatch(row.Text, cue, RegexOptions.IgnoreCase)), 1, rows.Length);
        }
    }

    [Fact]
    public void Test_rows_have_words_that_no_training_row_has()
    {
        static IEnumerable<string> Words(SyntheticReport row) => Regex.Matches(row.Text.ToLowerInvariant(), "[a-z]+").Select(match => match.Value);
        var known = Rows.Where(row => row.Split != "test").SelectMany(Words).ToHashSet();

        var test = Rows.Where(row => row.Split == "test").ToArray();

        Assert.InRange(test.Count(row => Words(row).Any(word => !known.Contains(word))) / (double)test.Length, 0.9, 1);
    }

    [Theory]
    [InlineData("a [b|c] {d}.", "a b D.", "a c D.")]
    [InlineData("[x|[y|z] {d}|]!", "x!", "y D!", "z D!", "!")]
    [InlineData("no {empty} gap, {empty}.", "no gap,.")]
    public void Templates_expand_to_their_alternatives(string template, params string[] expected)
    {
        var dice = new Dice(5);

        var texts = Enumerable.Range(0, 200).Select(_ => Template.Expand(template, dice, slot => slot == "empty" ? "" : slot.ToUpperInvariant())).Distinct();

        Assert.Equal(expected.Order(), texts.Order());
    }

    [Theory]
    [InlineData("a {b")]
    [InlineData("a [b|c")]
    public void Open_templates_are_refused(string template) =>
        Assert.Throws<FormatException>(() => Template.Expand(template, new Dice(1), slot => slot));

    [Fact]
    public void The_most_pressing_statement_decides_the_label()
    {
        var examination = SyntheticReports.Examinations.ExaminationCatalog.All[0];
        var acute = examination.Findings.First(finding => finding.Urgency == SyntheticReports.Examinations.Urgency.Now);
        var later = examination.Findings.First(finding => finding.Urgency == SyntheticReports.Examinations.Urgency.Later);
        Statement Say(SyntheticReports.Examinations.Finding finding, Status status) => new(finding, status, "x", "y", null, false);

        Assert.Equal("normal", Label.Of([Say(acute, Status.Absent), Say(later, Status.Resolved)]));
        Assert.Equal("known", Label.Of([Say(acute, Status.Absent), Say(later, Status.Known)]));
        Assert.Equal("follow-up", Label.Of([Say(acute, Status.Suspected), Say(later, Status.Known)]));
        Assert.Equal("follow-up", Label.Of([Say(later, Status.Present)]));
        Assert.Equal("urgent", Label.Of([Say(acute, Status.Present), Say(later, Status.Present)]));
    }
}
