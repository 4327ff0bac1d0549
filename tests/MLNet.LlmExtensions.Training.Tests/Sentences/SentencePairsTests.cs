namespace MLNet.LlmExtensions.Training.Tests.Sentences;

public sealed class SentencePairsTests
{
    [Fact]
    public void Passages_of_a_document_follow_one_another_and_leave_nothing_out()
    {
        var words = Enumerable.Range(0, 500).Select(i => $"w{i}").ToArray();
        var pairs = SentencePairs.FromDocuments([string.Join(' ', words)], minimumWords: 5, maximumWords: 20).ToArray();

        string[] passages = [pairs[0].Text, .. pairs.Select(pair => pair.Positive)];
        Assert.Equal(words, passages.SelectMany(passage => passage.Split(' ')));
        Assert.All(passages, passage => Assert.InRange(passage.Split(' ').Length, 5, 20));
        Assert.All(pairs, pair => Assert.Equal("document 0", pair.Group));
        for (var i = 1; i < pairs.Length; i++)
            Assert.Equal(pairs[i - 1].Positive, pairs[i].Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("one two three")]
    [InlineData("  \n ")]
    public void A_short_document_gives_no_pair(string document) =>
        Assert.Empty(SentencePairs.FromDocuments([document], minimumWords: 2, maximumWords: 4));

    [Fact]
    public void Passages_keep_the_document_as_it_is_written()
    {
        var pair = Assert.Single(SentencePairs.FromDocuments(["No  acute\nfinding. Heart\tnormal."], minimumWords: 2, maximumWords: 4));
        Assert.Contains(pair.Text, "No  acute\nfinding. Heart\tnormal.", StringComparison.Ordinal);
        Assert.Contains(pair.Positive, "No  acute\nfinding. Heart\tnormal.", StringComparison.Ordinal);
    }

    [Fact]
    public void Any_lengths_give_passages_of_allowed_lengths()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (minimum, count) = (random.Next(1, 12), random.Next(0, 120));
            var maximum = random.Next(2 * minimum, 40);
            maximum = Math.Max(maximum, 2 * minimum);
            var document = string.Join(' ', Enumerable.Range(0, count).Select(i => $"w{i}"));
            foreach (var pair in SentencePairs.FromDocuments([document], minimum, maximum, seed))
            {
                Assert.InRange(pair.Text.Split(' ').Length, minimum, maximum);
                Assert.InRange(pair.Positive.Split(' ').Length, minimum, maximum);
            }
        }
    }

    [Fact]
    public void The_seed_decides_where_documents_are_cut()
    {
        string[] documents = [string.Join(' ', Enumerable.Range(0, 300).Select(i => $"w{i}"))];
        var first = SentencePairs.FromDocuments(documents, 5, 20, seed: 1).ToArray();
        Assert.Equal(first, SentencePairs.FromDocuments(documents, 5, 20, seed: 1));
        Assert.NotEqual(first, SentencePairs.FromDocuments(documents, 5, 20, seed: 2));
    }

    [Fact]
    public void Labelled_texts_are_paired_within_and_across_labels()
    {
        string[] texts = ["a1", "a2", "a3", "b1", "b2"];
        string[] labels = ["a", "a", "a", "b", "b"];
        var pairs = SentencePairs.FromLabels(texts, labels, pairsPerText: 4);

        Assert.Equal(5 * 2 * 4, pairs.Count);
        Assert.All(pairs, pair => Assert.NotEqual(pair.Text, pair.Other));
        Assert.All(pairs, pair => Assert.Equal(pair.Text[0] == pair.Other[0] ? 1 : 0, pair.Similarity));

        // Each partner comes before one comes again: of four pairs with two partners, two with each.
        var ofFirst = pairs.Where(pair => pair.Text == "a1" && pair.Similarity == 1).GroupBy(pair => pair.Other).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(new Dictionary<string, int> { ["a2"] = 2, ["a3"] = 2 }, ofFirst);
    }

    [Fact]
    public void A_label_with_one_text_has_pairs_across_labels_alone()
    {
        var pairs = SentencePairs.FromLabels(["a1", "b1", "b2"], [0, 1, 1], pairsPerText: 2);
        Assert.All(pairs.Where(pair => pair.Text == "a1"), pair => Assert.Equal(0, pair.Similarity));
    }

    [Fact]
    public void What_cannot_be_paired_is_refused()
    {
        Assert.Contains("the same label", Assert.Throws<ArgumentException>(() => SentencePairs.FromLabels(["a", "b"], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("1 labels for 2 texts", Assert.Throws<ArgumentException>(() => SentencePairs.FromLabels(["a", "b"], [1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SentencePairs.FromLabels(["a", "b"], [1, 2], pairsPerText: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SentencePairs.FromDocuments(["a"], minimumWords: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SentencePairs.FromDocuments(["a"], minimumWords: 10, maximumWords: 15));
    }
}
