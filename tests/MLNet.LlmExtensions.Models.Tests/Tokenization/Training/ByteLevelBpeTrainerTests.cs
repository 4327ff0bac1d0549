using MLNet.LlmExtensions.Models.Tokenization.Training;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Training;

/// <summary>From texts to a byte-level BPE vocabulary.</summary>
public sealed class ByteLevelBpeTrainerTests
{
    private const int Bytes = 256;

    [Fact]
    public void The_course_s_example_gives_the_published_merges()
    {
        string[] texts =
        [
            .. Enumerable.Repeat("hug", 10), .. Enumerable.Repeat("pug", 5), .. Enumerable.Repeat("pun", 12),
            .. Enumerable.Repeat("bun", 4), .. Enumerable.Repeat("hugs", 5),
        ];

        var trained = ByteLevelBpeTrainer.Train(texts, new() { VocabularySize = 1 + Bytes + 3 });

        Assert.Equal([("u", "g"), ("u", "n"), ("h", "ug")], trained.Merges);
        Assert.Equal(["ug", "un", "hug"], trained.Vocabulary.Skip(1 + Bytes));
        Assert.Equal(["b", "ug"], Tokens(trained, "bug"));
    }

    [Fact]
    public void The_special_token_comes_first_then_all_bytes_in_the_order_of_their_characters()
    {
        var trained = ByteLevelBpeTrainer.Train(["a"]);

        Assert.Equal("<|endoftext|>", trained.Vocabulary[0]);
        Assert.Equal(1 + Bytes, trained.Vocabulary.Count);
        Assert.Equal(trained.Vocabulary.Skip(1).Order(StringComparer.Ordinal), trained.Vocabulary.Skip(1));
        Assert.Equal(0, trained.Tokenizer.BosTokenId);
        Assert.Equal(0, trained.Tokenizer.EosTokenId);
        Assert.Null(trained.Tokenizer.PadTokenId);
        Assert.Equal(TokenizerTrainingEnd.EveryWordIsToken, trained.End);
    }

    [Fact]
    public void A_padding_token_is_the_second_one_or_that_of_the_end()
    {
        var own = ByteLevelBpeTrainer.Train(["a"], new() { PadToken = "<|pad|>", AdditionalSpecialTokens = ["<|sep|>"] });
        Assert.Equal(["<|endoftext|>", "<|pad|>", "<|sep|>", "!"], own.Vocabulary.Take(4));
        Assert.Equal(1, own.Tokenizer.PadTokenId);

        var shared = ByteLevelBpeTrainer.Train(["a"], new() { PadToken = "<|endoftext|>" });
        Assert.Equal(1 + Bytes, shared.Vocabulary.Count);
        Assert.Equal(0, shared.Tokenizer.PadTokenId);
    }

    [Fact]
    public void Texts_give_the_merges_of_a_count_from_scratch_and_are_encoded_by_them()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            string[] texts = RandomCorpus.Create(new Random(seed));
            var words = texts.SelectMany(text => text.Replace(" ", " \u0120", StringComparison.Ordinal).Split(' ')).CountBy(word => word)
                .ToDictionary(entry => entry.Key, entry => (long)entry.Value);
            var bytes = ByteLevelBpeTrainer.Train(["a"]).Vocabulary.Skip(1).Select(token => token[0]);
            var expected = new ReferenceTrainer(words, ["<|endoftext|>"], bytes, limit: null, "");
            expected.Train(1 + Bytes + 30, minimumFrequency: 2);

            var trained = ByteLevelBpeTrainer.Train(texts, new() { VocabularySize = 1 + Bytes + 30 });

            Assert.Equal(expected.Vocabulary, trained.Vocabulary);
            Assert.Equal(expected.Merges, trained.Merges);
        }
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter()
    {
        string[] texts = [.. Enumerable.Range(0, 5).SelectMany(seed => RandomCorpus.Create(new Random(seed)))];
        var expected = ByteLevelBpeTrainer.Train(texts, new() { VocabularySize = 320 });

        for (int seed = 0; seed < 10; seed++)
        {
            new Random(seed).Shuffle(texts);
            var trained = ByteLevelBpeTrainer.Train(texts, new() { VocabularySize = 320 });
            Assert.Equal(expected.Vocabulary, trained.Vocabulary);
            Assert.Equal(expected.Merges, trained.Merges);
        }
    }

    [Fact]
    public void Every_text_comes_back_from_its_ids()
    {
        var tokenizer = ByteLevelBpeTrainer.Train(
            ["Patient: 38.5 \u00B0C, caf\u00E9, \u4E2D\u6587 \U0001F600", "No acute findings."], new() { MinimumFrequency = 1 }).Tokenizer;
        var random = new Random(5);
        string[] parts = ["Patient", " ", "\n\n", "\t", "\u00E9", "e\u0301", "\u4E2D", "\U0001F600", "\u200D", "\0", "\uFFFD", "'s", "<|", "\u0120"];

        for (int i = 0; i < 500; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ =>
                random.Next(2) == 0 ? parts[random.Next(parts.Length)] : ((char)random.Next(0xD800)).ToString()));
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text).Ids));
        }
    }

    [Fact]
    public void A_space_before_the_first_word_makes_it_the_same_as_within_a_text()
    {
        string[] texts = [.. Enumerable.Repeat("lung lung", 3)];

        var without = ByteLevelBpeTrainer.Train(texts);
        Assert.NotEqual(without.Tokenizer.Encode("lung").Ids, without.Tokenizer.Encode(" lung").Ids);

        var with = ByteLevelBpeTrainer.Train(texts, new() { AddPrefixSpace = true });
        Assert.Equal(with.Tokenizer.Encode("lung").Ids, with.Tokenizer.Encode(" lung").Ids);
        Assert.DoesNotContain("lung", with.Vocabulary);
        Assert.Contains("\u0120lung", with.Vocabulary);
    }

    private static IEnumerable<string> Tokens(TrainedTokenizer trained, string text) =>
        trained.Tokenizer.Encode(text).Ids.Select(id => trained.Vocabulary[id]);
}
