using ReportEncoder.Data;
using ReportEncoder.Evaluation;
using ReportEncoder.HardNegatives;
using ReportEncoder.HardNegatives.Mining;
using SyntheticReports.Grammar;

namespace ReportEncoder.Tests;

public sealed class HardNegativeTests
{
    private static readonly Triple[] Triples = [.. TripleGenerator.Generate(4000, 1, SanitySentences.All)];

    [Fact]
    public void Each_kind_gives_as_many_as_are_asked_for()
    {
        Assert.Equal(["laterality", "negation", "value"], Triples.Select(triple => triple.Kind).Distinct().Order());
        Assert.All(Triples.GroupBy(triple => triple.Kind), kind => Assert.Equal(4000, kind.Count()));
        Assert.Equal(Triples.Length, Triples.Select(triple => (triple.Text, triple.Positive, triple.Negative)).Distinct().Count());
    }

    [Fact]
    public void The_three_texts_differ_and_have_no_bracket_left()
    {
        Assert.All(Triples, triple =>
        {
            string[] texts = [triple.Text, triple.Positive, triple.Negative];
            Assert.Equal(3, texts.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.All(texts, text =>
            {
                Assert.DoesNotContain(text, c => c is '<' or '>' or '{' or '}' or '[' or ']' or '|');
                Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
            });
        });
    }

    [Fact]
    public void A_meaning_and_its_opposite_never_share_a_text()
    {
        // What is said of one state must not be said of the other: a form without a contrast would do that.
        Assert.All(TripleGenerator.Frames, frame => Assert.All(frame.Forms, form =>
            Assert.NotEqual(ContrastFrame.Side(form, 0), ContrastFrame.Side(form, 1))));
        Assert.Equal(TripleGenerator.Frames.Count, TripleGenerator.Frames.Select(frame => frame.Name).Distinct().Count());
    }

    [Fact]
    public void The_seed_decides_everything()
    {
        Assert.Equal(Triples.Take(500), TripleGenerator.Generate(4000, 1, SanitySentences.All).Take(500));
        Assert.NotEqual(Triples.Take(500), TripleGenerator.Generate(4000, 2, SanitySentences.All).Take(500));
    }

    [Fact]
    public void Every_frame_can_be_drawn_from()
    {
        Assert.All(TripleGenerator.Frames, frame =>
        {
            var dice = new Dice(7);
            Assert.All(Enumerable.Range(0, 300), _ => Assert.NotEmpty(frame.Draw(dice).Text));
        });
    }

    [Theory]
    [InlineData("There is no pleural effusion today.", "There is pleural effusion today.")]
    [InlineData("She denies chest pain at rest.", "She reports chest pain at rest.")]
    [InlineData("The mass in the left breast is firm.", "The mass in the right breast is firm.")]
    [InlineData("The dose was increased last week.", "The dose was decreased last week.")]
    [InlineData("The weather was fine all week.", null)]
    [InlineData("The left hand is stronger than the left foot.", null)]
    public void Sentences_are_turned_round_by_one_word(string sentence, string? expected) =>
        Assert.Equal(expected, Flip.Turn(sentence));

    [Fact]
    public void Mined_triples_are_a_sentence_its_short_form_and_its_opposite()
    {
        var document = new TextRow("s", "Intro without end\nThe patient denies chest pain at rest. It is what it is. There is no evidence of the disease here.");

        var triples = TripleMiner.Mine([document, document], SanitySentences.All).ToArray();

        Assert.Equal(
            [
                ("The patient denies chest pain at rest.", "Denies chest pain at rest.", "The patient reports chest pain at rest."),
                ("There is no evidence of the disease here.", "No disease here.", "There is evidence of the disease here."),
            ],
            triples.Select(triple => (triple.Text, triple.Positive, triple.Negative)));
    }
}
