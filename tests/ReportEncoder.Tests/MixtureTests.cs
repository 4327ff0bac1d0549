using MLNet.LlmExtensions.Training;
using ReportEncoder.Data;

namespace ReportEncoder.Tests;

public sealed class MixtureTests
{
    [Fact]
    public void Texts_come_in_the_proportions_of_the_mixture()
    {
        // A tenth of the words is to be more than half of the mixture, relative to the other source.
        var rows = Rows("mtsamples_cc0", 100).Concat(Rows("craft_pmc", 900)).ToArray();
        var words = new Dictionary<string, long> { ["mtsamples_cc0"] = 100, ["craft_pmc"] = 900 };

        var repetitions = TextMixture.Repetitions(words);
        var texts = TextMixture.Texts(() => rows, repetitions).ToArray();

        var expected = 0.16 / 0.17;
        Assert.InRange(texts.Count(text => text.StartsWith("mtsamples", StringComparison.Ordinal)) / (double)texts.Length, expected - 0.02, expected + 0.02);
        Assert.InRange(texts.Length, 980, 1020);
        Assert.DoesNotContain(texts.Zip(texts.Skip(1)), pair => pair.First == pair.Second);
    }

    [Fact]
    public void Pairs_come_in_proportion_and_each_before_one_comes_again()
    {
        var few = Pairs("few", 10);
        var many = Pairs("many", 1000);

        var pairs = PairMixture.Compose([(few, 0.25), (many, 0.75), ([], 1)], 400, seed: 3);

        Assert.Equal(100, pairs.Count(pair => pair.Source == "few"));
        Assert.All(few, pair => Assert.Equal(10, pairs.Count(other => other == pair)));
        Assert.Equal(300, pairs.Where(pair => pair.Source == "many").Distinct().Count());
        Assert.Equal(pairs, PairMixture.Compose([(few, 0.25), (many, 0.75), ([], 1)], 400, seed: 3));
    }

    [Fact]
    public void Weights_of_each_stage_are_shares_of_one()
    {
        Assert.Equal(1, TrainingMixture.Sources.Sum(source => source.TextWeight), 2e-2);
        Assert.Equal(TrainingMixture.Sources.Count, TrainingMixture.Sources.Select(source => source.Name).Distinct().Count());
        Assert.False(TrainingMixture.IsPositive("hard-negative:x"));
        Assert.False(TrainingMixture.IsPositive("is_a"));
        Assert.True(TrainingMixture.IsPositive("qa:symptoms"));
    }

    private static TextRow[] Rows(string source, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new TextRow(source, $"{source}{i}"))];

    private static SentencePair[] Pairs(string source, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new SentencePair($"{source} {i}", $"{source} {i} again") { Source = source })];
}
