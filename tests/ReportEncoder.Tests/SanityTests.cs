using ReportEncoder.Evaluation;
using ReportEncoder.HardNegatives;

namespace ReportEncoder.Tests;

public sealed class SanityTests
{
    private static readonly IReadOnlyList<SanityRow> Rows = SanityRow.ReadAll();

    [Fact]
    public void The_set_has_its_three_kinds() =>
        Assert.Equal(["laterality", "negation", "value"], Rows.Select(row => row.Kind).Distinct().Order());

    [Fact]
    public void Its_sentences_are_recognised_whatever_their_case_and_spaces()
    {
        Assert.All(Rows.SelectMany(row => (string[])[row.Text, row.Paraphrase, row.Changed]), text =>
        {
            Assert.True(SanitySentences.All.Contains(text));
            Assert.True(SanitySentences.All.Contains("  " + text.ToUpperInvariant().Replace(" ", " \n ", StringComparison.Ordinal)));
            Assert.True(SanitySentences.All.Contains(text.TrimEnd('.')));
        });
        Assert.False(SanitySentences.All.Contains("A sentence of nobody."));
    }

    [Fact]
    public void Its_sentences_are_cut_out_of_documents()
    {
        var row = Rows[0];

        Assert.Equal("Before.  After.", SanitySentences.All.CutFrom($"Before. {row.Text.ToUpperInvariant()} After."));
        Assert.Equal("Nothing\nof it.", SanitySentences.All.CutFrom("Nothing\nof it."));
    }

    [Fact]
    public void No_triple_has_one_of_its_sentences() =>
        Assert.DoesNotContain(
            TripleGenerator.Generate(20_000, 1, SanitySentences.All),
            triple => SanitySentences.All.Contains(triple.Text) || SanitySentences.All.Contains(triple.Positive) || SanitySentences.All.Contains(triple.Negative));
}
