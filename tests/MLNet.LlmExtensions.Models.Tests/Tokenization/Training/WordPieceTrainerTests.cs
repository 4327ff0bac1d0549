using MLNet.LlmExtensions.Models.Tokenization.Training;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Training;

/// <summary>From texts to a WordPiece vocabulary.</summary>
public sealed class WordPieceTrainerTests
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    [Fact]
    public void Special_tokens_come_first_then_the_alphabet_then_merges()
    {
        var trained = WordPieceTrainer.Train(["Heart heart", "hearts"], new() { VocabularySize = 100, MinimumFrequency = 1 });

        Assert.Equal(
            [
                .. Special, "a", "e", "h", "r", "s", "t", "##e", "##a", "##r", "##t", "##s",
                "he", "##ar", "hear", "heart", "hearts",
            ],
            trained.Vocabulary);
        Assert.Equal(
            [("h", "##e"), ("##a", "##r"), ("he", "##ar"), ("hear", "##t"), ("heart", "##s")],
            trained.Merges);
        Assert.Equal((0, 1, 2, 3, 4), (trained.Tokenizer.PadTokenId, trained.Tokenizer.UnknownTokenId, trained.Tokenizer.ClsTokenId,
            trained.Tokenizer.SepTokenId, trained.Tokenizer.MaskTokenId));
    }

    [Fact]
    public void The_vocabulary_has_exactly_the_size_that_was_asked_for_or_says_why_not()
    {
        string[] texts = [.. Enumerable.Range(0, 5).SelectMany(seed => RandomCorpus.Create(new Random(seed)))];

        for (int size = 17; size < 50; size++)
        {
            var trained = WordPieceTrainer.Train(texts, new() { VocabularySize = size });
            Assert.Equal((size, TokenizerTrainingEnd.VocabularySizeReached), (trained.Vocabulary.Count, trained.End));
            Assert.Equal(size, trained.Tokenizer.VocabularySize);
        }

        var all = WordPieceTrainer.Train(texts, new() { MinimumFrequency = 1 });
        Assert.Equal(TokenizerTrainingEnd.EveryWordIsToken, all.End);
        Assert.All(texts.SelectMany(text => text.Split(' ')), word => Assert.Contains(word, all.Vocabulary));

        var frequent = WordPieceTrainer.Train(texts, new() { MinimumFrequency = 10 });
        Assert.Equal(TokenizerTrainingEnd.MinimumFrequencyReached, frequent.End);
        Assert.True(frequent.Vocabulary.Count < all.Vocabulary.Count);
    }

    [Fact]
    public void Texts_give_the_tokens_of_a_count_from_scratch()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            string[] texts = RandomCorpus.Create(new Random(seed));
            var words = texts.SelectMany(text => text.Split(' ')).CountBy(word => word)
                .ToDictionary(entry => entry.Key, entry => (long)entry.Value);
            var expected = new ReferenceTrainer(words, Special, [], limit: null, "##");
            expected.Train(40, minimumFrequency: 2);

            var trained = WordPieceTrainer.Train(texts, new() { VocabularySize = 40 });

            Assert.Equal(expected.Vocabulary, trained.Vocabulary);
            Assert.Equal(expected.Merges, trained.Merges);
        }
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter()
    {
        string[] texts = [.. Enumerable.Range(0, 5).SelectMany(seed => RandomCorpus.Create(new Random(seed)))];
        var expected = WordPieceTrainer.Train(texts, new() { VocabularySize = 60 });

        for (int seed = 0; seed < 10; seed++)
        {
            new Random(seed).Shuffle(texts);
            var trained = WordPieceTrainer.Train(texts, new() { VocabularySize = 60 });
            Assert.Equal(expected.Vocabulary, trained.Vocabulary);
            Assert.Equal(expected.Merges, trained.Merges);
        }
    }

    [Fact]
    public void Case_accents_and_Chinese_characters_are_treated_as_the_options_say()
    {
        string[] texts = ["\u00C9COLE \u00E9cole", "\u4E2D\u6587"];
        var options = new WordPieceTrainingOptions { VocabularySize = 200, MinimumFrequency = 1 };

        var uncased = WordPieceTrainer.Train(texts, options).Vocabulary;
        Assert.Contains("ecole", uncased);
        Assert.Contains("\u4E2D", uncased);
        Assert.DoesNotContain("##\u6587", uncased);

        var cased = WordPieceTrainer.Train(texts, options with { LowerCase = false }).Vocabulary;
        Assert.Contains("\u00C9COLE", cased);
        Assert.Contains("\u00E9cole", cased);

        Assert.Contains("\u00E9cole", WordPieceTrainer.Train(texts, options with { StripAccents = false }).Vocabulary);
        Assert.Contains("ECOLE", WordPieceTrainer.Train(texts, options with { LowerCase = false, StripAccents = true }).Vocabulary);
        Assert.Contains("\u4E2D\u6587", WordPieceTrainer.Train(texts, options with { TokenizeChineseCharacters = false }).Vocabulary);
    }

    [Fact]
    public void Control_characters_stay_only_where_they_are_asked_for()
    {
        string[] texts = ["a\u0001b"];
        var options = new WordPieceTrainingOptions { VocabularySize = 200, MinimumFrequency = 1 };

        Assert.Contains("ab", WordPieceTrainer.Train(texts, options).Vocabulary);
        Assert.Contains("a\u0001b", WordPieceTrainer.Train(texts, options with { CleanText = false }).Vocabulary);
    }

    [Fact]
    public void A_character_beyond_the_basic_plane_is_one_symbol()
    {
        var trained = WordPieceTrainer.Train(["\U0001F600\U0001F601 \U0001F600"], new() { VocabularySize = 8, MinimumFrequency = 1 });

        Assert.Equal([.. Special, "\U0001F600", "\U0001F601", "##\U0001F601"], trained.Vocabulary);
    }

    [Fact]
    public void The_rarest_characters_are_left_out_of_a_limited_alphabet()
    {
        string[] texts = ["aaaa bbb bad", "dz zd"];

        var trained = WordPieceTrainer.Train(texts, new() { VocabularySize = 12, LimitAlphabet = 3 });

        Assert.Equal([.. Special, "a", "b", "d", "##a", "##d", "##b"], trained.Vocabulary.Take(11));
        Assert.DoesNotContain(trained.Vocabulary, token => token.Contains('z'));
    }

    [Fact]
    public void Of_equally_frequent_characters_the_lower_ones_stay()
    {
        var trained = WordPieceTrainer.Train(["d c b a"], new() { VocabularySize = 7, LimitAlphabet = 2 });

        Assert.Equal([.. Special, "a", "b"], trained.Vocabulary);
    }

    [Fact]
    public void The_initial_alphabet_gets_tokens_whatever_the_texts_hold()
    {
        var trained = WordPieceTrainer.Train(["aa bb bb"], new() { VocabularySize = 10, LimitAlphabet = 3, InitialAlphabet = "09" });

        Assert.Equal([.. Special, "0", "9", "b", "##b", "bb"], trained.Vocabulary);
    }

    [Fact]
    public void Further_special_tokens_follow_those_that_play_a_part()
    {
        var trained = WordPieceTrainer.Train(
            ["report one [DATE] report"],
            new() { VocabularySize = 40, PadToken = "<pad>", AdditionalSpecialTokens = ["[DATE]", "[NAME]"] });

        Assert.Equal(["<pad>", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DATE]", "[NAME]"], trained.Vocabulary.Take(7));
        Assert.Equal([5], trained.Tokenizer.Encode("[DATE]", addSpecialTokens: false).Ids);
        Assert.Equal(0, trained.Tokenizer.PadTokenId);
    }

    [Fact]
    public void Half_a_surrogate_pair_counts_as_a_replacement_character()
    {
        var trained = WordPieceTrainer.Train(["x\uD83Dx"], new() { VocabularySize = 20, MinimumFrequency = 1, CleanText = false });

        Assert.Contains("x\uFFFDx", trained.Vocabulary);
    }
}
