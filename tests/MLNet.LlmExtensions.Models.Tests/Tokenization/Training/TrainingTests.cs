using MLNet.LlmExtensions.Models.Tokenization.Training;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Training;

/// <summary>What is the same for every kind: how texts are read, progress, cancellation, and what is refused.</summary>
public sealed class TrainingTests
{
    [Fact]
    public void Texts_are_read_once_and_one_after_the_other()
    {
        int read = 0;
        int reported = 0;
        IEnumerable<string> Texts()
        {
            Assert.Equal(0, read);
            for (int i = 0; i < 5000; i++)
            {
                read++;
                yield return "heart lung";
            }
        }

        var progress = new SynchronousProgress<TokenizerTrainingProgress>(value =>
        {
            if (value.VocabularySize == 0) Assert.Equal((++reported * 1000, 2), (value.Texts, value.DistinctWords));
            Assert.Equal(read, value.Texts);
        });
        WordPieceTrainer.Train(Texts(), new() { VocabularySize = 100, Progress = progress });

        Assert.Equal(5000, read);
        Assert.Equal(5, reported);
    }

    [Fact]
    public void Progress_ends_with_the_size_of_the_vocabulary()
    {
        TokenizerTrainingProgress last = default;
        int reports = 0;
        var progress = new SynchronousProgress<TokenizerTrainingProgress>(value =>
        {
            Assert.True(value.VocabularySize >= last.VocabularySize);
            last = value;
            reports++;
        });

        var trained = WordPieceTrainer.Train(ManyWords(), new() { VocabularySize = 1000, Progress = progress });

        Assert.Equal(1000, trained.Vocabulary.Count);
        Assert.Equal((1000, 1000), (last.VocabularySize, last.TargetVocabularySize));
        Assert.True(reports > 5);
    }

    [Fact]
    public void Cancellation_ends_the_reading()
    {
        using var source = new CancellationTokenSource();
        int read = 0;
        IEnumerable<string> Endless()
        {
            while (true)
            {
                if (++read == 100) source.Cancel();
                yield return "heart";
            }
        }

        Assert.Throws<OperationCanceledException>(
            () => WordPieceTrainer.Train(Endless(), new() { CancellationToken = source.Token }));
        Assert.Equal(100, read);
    }

    [Fact]
    public void Cancellation_ends_the_merging()
    {
        using var source = new CancellationTokenSource();
        int reports = 0;
        var progress = new SynchronousProgress<TokenizerTrainingProgress>(value =>
        {
            if (value.VocabularySize == 0) return;
            reports++;
            source.Cancel();
        });
        var options = new ByteLevelBpeTrainingOptions { VocabularySize = 1000, Progress = progress, CancellationToken = source.Token };

        Assert.Throws<OperationCanceledException>(() => ByteLevelBpeTrainer.Train(ManyWords(), options));
        Assert.Equal(1, reports);
    }

    [Fact]
    public void Texts_without_a_word_are_refused()
    {
        foreach (string[] texts in new string[][] { [], [""], [" ", "\n"] })
        {
            var exception = Assert.Throws<ArgumentException>("texts", () => WordPieceTrainer.Train(texts));
            Assert.Contains("no word", exception.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>("texts", () => ByteLevelBpeTrainer.Train([]));
    }

    [Fact]
    public void Nulls_are_refused()
    {
        Assert.Throws<ArgumentNullException>("texts", () => WordPieceTrainer.Train(null!));
        Assert.Throws<ArgumentNullException>("texts", () => ByteLevelBpeTrainer.Train(null!));
        var exception = Assert.Throws<ArgumentException>("texts", () => WordPieceTrainer.Train(["a", null!]));
        Assert.Contains("Text 1 is null", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_without_room_for_special_tokens_and_characters_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(
            "options", () => WordPieceTrainer.Train(["ab bc"], new() { VocabularySize = 9, MinimumFrequency = 1 }));
        Assert.Contains("VocabularySize is 9", exception.Message, StringComparison.Ordinal);
        Assert.Contains("10 tokens", exception.Message, StringComparison.Ordinal);
        Assert.Contains("LimitAlphabet", exception.Message, StringComparison.Ordinal);
        Assert.Equal(10, WordPieceTrainer.Train(["ab bc"], new() { VocabularySize = 10, MinimumFrequency = 1 }).Vocabulary.Count);

        exception = Assert.Throws<ArgumentException>("options", () => ByteLevelBpeTrainer.Train(["ab"], new() { VocabularySize = 256 }));
        Assert.Contains("257 tokens", exception.Message, StringComparison.Ordinal);
        Assert.Equal(257, ByteLevelBpeTrainer.Train(["ab"], new() { VocabularySize = 257 }).Vocabulary.Count);
    }

    public static TheoryData<string, WordPieceTrainingOptions> WrongOptions => new()
    {
        { "VocabularySize", new() { VocabularySize = 0 } },
        { "VocabularySize", new() { VocabularySize = int.MaxValue } },
        { "MinimumFrequency", new() { MinimumFrequency = 0 } },
        { "ModelMaximumLength", new() { ModelMaximumLength = 0 } },
        { "AdditionalSpecialTokens", new() { AdditionalSpecialTokens = null! } },
        { "AdditionalSpecialTokens", new() { AdditionalSpecialTokens = ["[A]", ""] } },
        { "PadToken", new() { PadToken = "" } },
        { "UnknownToken", new() { UnknownToken = null! } },
        { "ClsToken", new() { ClsToken = "a\nb" } },
        { "SepToken", new() { SepToken = "\uD800" } },
        { "MaskToken", new() { MaskToken = "a\rb" } },
        { "InitialAlphabet", new() { InitialAlphabet = "a\uDC00" } },
        { "InitialAlphabet", new() { InitialAlphabet = null! } },
        { "LimitAlphabet", new() { LimitAlphabet = 0 } },
        { "LimitAlphabet", new() { LimitAlphabet = 2, InitialAlphabet = "abc" } },
        { "ContinuingSubwordPrefix", new() { ContinuingSubwordPrefix = "" } },
        { "ContinuingSubwordPrefix", new() { ContinuingSubwordPrefix = "#a" } },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void Wrong_options_are_refused_by_name(string property, WordPieceTrainingOptions options)
    {
        var exception = Assert.Throws<ArgumentException>(nameof(options), () => WordPieceTrainer.Train(["a"], options));

        Assert.StartsWith($"WordPieceTrainingOptions.{property} ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_options_of_byte_level_are_refused_by_name()
    {
        void Refused(string property, ByteLevelBpeTrainingOptions options) => Assert.StartsWith(
            $"ByteLevelBpeTrainingOptions.{property} ",
            Assert.Throws<ArgumentException>(nameof(options), () => ByteLevelBpeTrainer.Train(["a"], options)).Message,
            StringComparison.Ordinal);

        Refused("EndOfTextToken", new() { EndOfTextToken = "" });
        Refused("PadToken", new() { PadToken = "" });
        Refused("VocabularySize", new() { VocabularySize = 257, PadToken = "<|pad|>" });
    }

    private static IEnumerable<string> ManyWords()
    {
        var random = new Random(1);
        for (int i = 0; i < 5000; i++)
        {
            string word = string.Concat(Enumerable.Range(0, 8).Select(_ => (char)('a' + random.Next(26))));
            yield return $"{word} {word}";
        }
    }
}
