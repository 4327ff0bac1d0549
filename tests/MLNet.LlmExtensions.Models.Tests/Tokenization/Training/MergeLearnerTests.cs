using MLNet.LlmExtensions.Models.Tokenization.Training;
using MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Training;

/// <summary>Merges on counted words: an example with a known result, and a slow implementation.</summary>
public sealed class MergeLearnerTests
{
    // The example of the Hugging Face course, chapter 6.
    private static readonly CountedWord[] Course =
        [new("bun", 4), new("hug", 10), new("hugs", 5), new("pug", 5), new("pun", 12)];

    [Fact]
    public void The_course_s_example_gives_the_published_merges_and_vocabulary()
    {
        var learned = Learn(Course, "", vocabularySize: 10);

        Assert.Equal(["b", "g", "h", "n", "p", "s", "u", "ug", "un", "hug"], learned.Tokens);
        Assert.Equal([new(6, 1, 7), new(6, 3, 8), new(2, 7, 9)], learned.Merges);
        Assert.Equal(TokenizerTrainingEnd.VocabularySizeReached, learned.End);
    }

    [Fact]
    public void With_a_prefix_the_course_s_example_gives_what_was_worked_out_by_hand()
    {
        var learned = Learn(Course, "##", vocabularySize: 100);

        Assert.Equal(
            [
                "b", "g", "h", "n", "p", "s", "u", "##u", "##n", "##g", "##s",
                "##ug", "##un", "hug", "pun", "pug", "hugs", "bun",
            ],
            learned.Tokens);
        Assert.Equal(TokenizerTrainingEnd.EveryWordIsToken, learned.End);
    }

    [Fact]
    public void Equal_counts_are_decided_by_the_smaller_ids()
    {
        var learned = Learn([new("ba", 1), new("ca", 1), new("ab", 1), new("ac", 1)], "", vocabularySize: 7);

        Assert.Equal(["a", "b", "c", "ab", "ac", "ba", "ca"], learned.Tokens);
    }

    [Theory]
    [InlineData("aaa", "aaa")]
    [InlineData("aaaa", "aaaa")] // of "aa aa"
    [InlineData("aaaaa", "aaa")] // of "aa aa a", because "a" has the smaller id
    public void A_letter_that_repeats_is_merged_from_the_left(string word, string expected)
    {
        var learned = Learn([new(word, 1)], "", vocabularySize: 3);

        Assert.Equal(["a", "aa", expected], learned.Tokens);
    }

    [Fact]
    public void Every_merge_equals_that_of_a_count_from_scratch()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var words = RandomCorpus.Create(random).SelectMany(text => text.Split(' ')).CountBy(word => word)
                .ToDictionary(entry => entry.Key, entry => (long)entry.Value);
            string prefix = random.Next(2) == 0 ? "" : "##";
            int? limit = random.Next(3) == 0 ? random.Next(1, 5) : null;
            int size = random.Next(5, 80);
            int minimumFrequency = random.Next(1, 4);
            char[] initial = random.Next(3) == 0 ? ['z'] : [];
            CountedWord[] counted = [.. words.Select(entry => new CountedWord(entry.Key, entry.Value)).OrderBy(word => word.Text, StringComparer.Ordinal)];

            var expected = new ReferenceTrainer(words, ["[PAD]", "ab"], initial, limit, prefix);
            expected.Train(size, minimumFrequency);
            var alphabet = Alphabet.Choose(counted, initial.Select(c => (int)c), limit);
            var actual = new MergeLearner(counted, ["[PAD]", "ab"], alphabet, prefix).Learn(size, minimumFrequency, () => { });

            Assert.Equal(expected.Vocabulary, actual.Tokens);
            Assert.Equal(expected.Merges, actual.Merges.Select(merge => (actual.Tokens[merge.Left], actual.Tokens[merge.Right])));
        }
    }

    private static LearnedVocabulary Learn(CountedWord[] words, string prefix, int vocabularySize) =>
        new MergeLearner(words, [], Alphabet.Choose(words, [], limit: null), prefix).Learn(vocabularySize, 1, () => { });
}
