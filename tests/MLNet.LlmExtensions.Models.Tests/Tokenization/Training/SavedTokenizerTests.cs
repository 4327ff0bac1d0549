using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Models.Tokenization.Training;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Training;

/// <summary>Trained, saved, read again: in both forms the same tokenizer.</summary>
public sealed class SavedTokenizerTests
{
    private static readonly string[] Corpus =
    [
        "The heart size is normal. No acute findings, no pleural effusion.",
        "Chest X-ray: the lungs are clear; heart normal. T\u00E9mperature 38.5 \u00B0C.",
        "Caf\u00E9 \u4E2D\u6587\u62A5\u544A \uD55C\uAD6D\uC5B4 \U0001F600\U0001F601 e\u0301",
        "don't [MASK] the patient's findings <|endoftext|> \u0130stanbul",
    ];

    private static readonly string[] Texts =
    [
        .. Corpus, "", " ", "unheard-of words", "[CLS] heart [SEP] [PAD][DATE]x", "<|endoftext|><|pad|> lungs", "\uD83D half",
        "tab\tline\nend\u0001\u200B", "\u05E9\u05DC\u05D5\u05DD \U00020000", new string('x', 150),
    ];

    public static TheoryData<WordPieceTrainingOptions> WordPieceVariants =>
    [
        new WordPieceTrainingOptions(),
        new WordPieceTrainingOptions { LowerCase = false, ModelMaximumLength = null },
        new WordPieceTrainingOptions { StripAccents = false, TokenizeChineseCharacters = false },
        new WordPieceTrainingOptions { LowerCase = false, StripAccents = true, ModelMaximumLength = 128 },
        new WordPieceTrainingOptions
        {
            AdditionalSpecialTokens = ["[DATE]"], PadToken = "<pad>", UnknownToken = "<unk>", ClsToken = "<s>", SepToken = "</s>",
        },
    ];

    public static TheoryData<ByteLevelBpeTrainingOptions> ByteLevelVariants =>
    [
        new ByteLevelBpeTrainingOptions(),
        new ByteLevelBpeTrainingOptions { AddPrefixSpace = true, ModelMaximumLength = null },
        new ByteLevelBpeTrainingOptions { PadToken = "<|pad|>", AdditionalSpecialTokens = ["[DATE]"], ModelMaximumLength = 256 },
        new ByteLevelBpeTrainingOptions { EndOfTextToken = "</s>", PadToken = "</s>" },
    ];

    [Theory]
    [MemberData(nameof(WordPieceVariants))]
    public void WordPiece_is_the_same_from_each_of_its_files(WordPieceTrainingOptions options)
    {
        using var folder = new TemporaryFolder();
        var trained = WordPieceTrainer.Train(Corpus, options with { MinimumFrequency = 1 });
        trained.Save(folder.Path);

        Assert.Equal(
            ["special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt"], FileNames(folder.Path));
        AssertSame(trained.Tokenizer, TextTokenizer.FromPretrained(folder.Path));
        File.Delete(folder.File("tokenizer.json"));
        AssertSame(trained.Tokenizer, TextTokenizer.FromPretrained(folder.Path));
        Assert.Equal(options.ModelMaximumLength, trained.Tokenizer.ModelMaximumLength);
    }

    [Theory]
    [MemberData(nameof(ByteLevelVariants))]
    public void Byte_level_BPE_is_the_same_from_each_of_its_files(ByteLevelBpeTrainingOptions options)
    {
        using var folder = new TemporaryFolder();
        var trained = ByteLevelBpeTrainer.Train(Corpus, options with { MinimumFrequency = 1 });
        trained.Save(folder.Path);

        Assert.Equal(
            ["merges.txt", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.json"],
            FileNames(folder.Path));
        AssertSame(trained.Tokenizer, TextTokenizer.FromPretrained(folder.Path));
        File.Delete(folder.File("tokenizer.json"));
        AssertSame(trained.Tokenizer, TextTokenizer.FromPretrained(folder.Path));
        Assert.Equal(options.ModelMaximumLength, trained.Tokenizer.ModelMaximumLength);
    }

    [Fact]
    public void What_vocab_txt_cannot_say_is_only_in_tokenizer_json()
    {
        foreach (var options in new WordPieceTrainingOptions[] { new() { ContinuingSubwordPrefix = "@@" }, new() { CleanText = false } })
        {
            using var folder = new TemporaryFolder();
            WordPieceTrainer.Train(Corpus).Save(folder.Path);
            var trained = WordPieceTrainer.Train(Corpus, options with { MinimumFrequency = 1 });
            trained.Save(folder.Path);

            Assert.DoesNotContain("vocab.txt", FileNames(folder.Path));
            AssertSame(trained.Tokenizer, TextTokenizer.FromPretrained(folder.Path));
        }
    }

    [Fact]
    public void Words_of_the_corpus_come_back_from_their_ids()
    {
        var tokenizer = WordPieceTrainer.Train(Corpus, new() { MinimumFrequency = 1 }).Tokenizer;

        Assert.Equal("the heart size is normal. no acute findings, no pleural effusion.", tokenizer.Decode(tokenizer.Encode(Corpus[0]).Ids));
        Assert.DoesNotContain(tokenizer.UnknownTokenId!.Value, tokenizer.Encode("plural heart effusions").Ids);
    }

    [Fact]
    public void Another_kind_replaces_the_files_of_the_first()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), """{"model_type":"bert"}""");
        WordPieceTrainer.Train(Corpus).Save(folder.Path);
        ByteLevelBpeTrainer.Train(Corpus).Save(folder.Path);

        Assert.DoesNotContain("vocab.txt", FileNames(folder.Path));
        Assert.Contains("config.json", FileNames(folder.Path));

        WordPieceTrainer.Train(Corpus).Save(folder.Path);
        Assert.DoesNotContain("merges.txt", FileNames(folder.Path));
        Assert.DoesNotContain("vocab.json", FileNames(folder.Path));
    }

    [Fact]
    public void The_files_say_what_Hugging_Face_s_say()
    {
        using var folder = new TemporaryFolder();
        WordPieceTrainer.Train(Corpus, new() { LowerCase = false, AdditionalSpecialTokens = ["[DATE]"] }).Save(folder.Path);

        var settings = Read("tokenizer_config.json");
        Assert.Equal("BertTokenizer", (string)settings["tokenizer_class"]!);
        Assert.False((bool)settings["do_lower_case"]!);
        Assert.Null(settings["strip_accents"]);
        Assert.True((bool)settings["tokenize_chinese_chars"]!);
        Assert.Equal(512, (int)settings["model_max_length"]!);
        Assert.Equal("[MASK]", (string)settings["added_tokens_decoder"]!["4"]!["content"]!);
        Assert.Equal("[DATE]", (string)settings["additional_special_tokens"]![0]!);
        Assert.Equal("[SEP]", (string)Read("special_tokens_map.json")["sep_token"]!);

        var tokenizer = Read("tokenizer.json");
        Assert.Equal("BertNormalizer", (string)tokenizer["normalizer"]!["type"]!);
        Assert.Equal("BertPreTokenizer", (string)tokenizer["pre_tokenizer"]!["type"]!);
        Assert.Equal("TemplateProcessing", (string)tokenizer["post_processor"]!["type"]!);
        Assert.Equal("WordPiece", (string)tokenizer["decoder"]!["type"]!);
        Assert.Equal("WordPiece", (string)tokenizer["model"]!["type"]!);
        Assert.Equal(5, (int)tokenizer["model"]!["vocab"]!["[DATE]"]!);
        Assert.Equal(6, tokenizer["added_tokens"]!.AsArray().Count);

        JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(folder.File(name)))!.AsObject();
    }

    [Fact]
    public void Failing_to_write_leaves_the_old_tokenizer()
    {
        using var folder = new TemporaryFolder();
        WordPieceTrainer.Train(Corpus).Save(folder.File("tokenizer"));
        var before = Directory.EnumerateFiles(folder.File("tokenizer")).ToDictionary(file => file, File.ReadAllBytes);

        (string, Action<Stream>)[] Failing(TrainedTokenizer trained) =>
        [
            .. trained.Files().SkipLast(1),
            ("tokenizer.json", stream =>
            {
                stream.Write(new byte[100]);
                throw new IOException("No space left on device");
            }),
        ];

        var other = ByteLevelBpeTrainer.Train(Corpus);
        Assert.Throws<IOException>(() => AtomicFolder.Write(folder.File("tokenizer"), Failing(other), "vocab.txt"));
        Assert.Equal(before.Keys.Order(), Directory.EnumerateFiles(folder.File("tokenizer")).Order());
        Assert.All(before, pair => Assert.Equal(pair.Value, File.ReadAllBytes(pair.Key)));

        Assert.Throws<IOException>(() => AtomicFolder.Write(folder.File("new"), Failing(other)));
        Assert.False(Directory.Exists(folder.File("new")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "here already");
        var trained = WordPieceTrainer.Train(Corpus);

        Assert.Throws<IOException>(() => trained.Save(folder.File("file")));
        Assert.Equal("here already", File.ReadAllText(folder.File("file")));
        Assert.Throws<ArgumentException>(() => trained.Save(""));
    }

    private static IEnumerable<string> FileNames(string folder) =>
        Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static void AssertSame(TextTokenizer expected, TextTokenizer actual)
    {
        Assert.Equal(expected.VocabularySize, actual.VocabularySize);
        Assert.Equal(expected.ModelMaximumLength, actual.ModelMaximumLength);
        Assert.Equal(Ids(expected), Ids(actual));
        foreach (string text in Texts)
        {
            var one = expected.Encode(text);
            var other = actual.Encode(text);
            Assert.Equal(one.Ids, other.Ids);
            Assert.Equal(one.Tokens, other.Tokens);
            Assert.Equal(expected.Decode(one.Ids), actual.Decode(one.Ids));
            Assert.Equal(expected.Decode(one.Ids, skipSpecialTokens: false), actual.Decode(one.Ids, skipSpecialTokens: false));

            var pair = expected.Encode(text, Corpus[0]);
            Assert.Equal(pair.Ids, actual.Encode(text, Corpus[0]).Ids);
            Assert.Equal(pair.TypeIds, actual.Encode(text, Corpus[0]).TypeIds);
        }
    }

    private static int?[] Ids(TextTokenizer tokenizer) =>
    [
        tokenizer.PadTokenId, tokenizer.UnknownTokenId, tokenizer.ClsTokenId, tokenizer.SepTokenId, tokenizer.MaskTokenId,
        tokenizer.BosTokenId, tokenizer.EosTokenId,
    ];
}
