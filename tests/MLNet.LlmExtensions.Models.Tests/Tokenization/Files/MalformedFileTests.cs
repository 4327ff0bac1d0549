using System.Text;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Files;

/// <summary>Whatever is wrong with a file is said with the file's name and the place in it.</summary>
public sealed class MalformedFileTests
{
    private const string Bpe = """{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}""";

    public static TheoryData<string, string> Unsupported => new()
    {
        { new TokenizerJson { Normalizer = """{"type":"Magic"}""" }.ToString(), "normalizer.type" },
        { new TokenizerJson { PreTokenizer = """{"type":"Sequence","pretokenizers":[{"type":"Magic"}]}""" }.ToString(), "pre_tokenizer.pretokenizers[0].type" },
        { new TokenizerJson { Model = """{"type":"Magic"}""" }.ToString(), "model.type" },
        { new TokenizerJson { PostProcessor = """{"type":"Magic"}""" }.ToString(), "post_processor.type" },
        { new TokenizerJson { Decoder = """{"type":"Magic"}""" }.ToString(), "decoder.type" },
        { new TokenizerJson { PreTokenizer = Split(@"[a&&b]") }.ToString(), "pre_tokenizer.pattern.Regex" },
        { new TokenizerJson { PreTokenizer = Split(@"\\p{Klingon}") }.ToString(), "pre_tokenizer.pattern.Regex" },
        { """{"version":"2.0","model":{}}""", "version" },
    };

    public static TheoryData<string, string> Malformed => new()
    {
        { "", "not valid JSON" },
        { "[]", "must be an object" },
        { "{}", "has no 'model'" },
        { """{"model":7}""", "model" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"a":-1},"merges":[]}""" }.ToString(), "-1" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"a":0,"b":0},"merges":[]}""" }.ToString(), "used twice" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"a":0,"a":1},"merges":[]}""" }.ToString(), "model.vocab" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"a":99999999999},"merges":[]}""" }.ToString(), "model.vocab" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"a":2000000000},"merges":[]}""" }.ToString(), "2000000000" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"a":0.5},"merges":[]}""" }.ToString(), "model.vocab" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"\ud800":0},"merges":[]}""" }.ToString(), "model.vocab" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"a":0},"merges":["a z"]}""" }.ToString(), "model.merges[0]" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"a":0},"merges":[["a"]]}""" }.ToString(), "model.merges[0]" },
        { new TokenizerJson { Model = """{"type":"BPE","vocab":{"a":0},"merges":[["a",7]]}""" }.ToString(), "model.merges[0][1]" },
        { new TokenizerJson { Model = """{"type":"Unigram","unk_id":0,"vocab":[]}""" }.ToString(), "model.vocab" },
        { new TokenizerJson { Model = """{"type":"Unigram","unk_id":5,"vocab":[["a",0]]}""" }.ToString(), "model.unk_id" },
        { new TokenizerJson { Model = """{"type":"Unigram","unk_id":0,"vocab":[["a",1e999]]}""" }.ToString(), "model.vocab[0][1]" },
        { new TokenizerJson { Model = """{"type":"WordPiece","vocab":{"a":0},"unk_token":"[UNK]"}""" }.ToString(), "model.unk_token" },
        { new TokenizerJson { Model = Bpe, AddedTokens = """[{"id":1}]""" }.ToString(), "added_tokens[0].content" },
        { new TokenizerJson { Model = Bpe, AddedTokens = """[{"id":-4,"content":"x"}]""" }.ToString(), "added_tokens[0].id" },
        { new TokenizerJson { Model = Bpe, AddedTokens = """[{"id":4,"content":"x"},{"id":4,"content":"y"}]""" }.ToString(), "added_tokens[1]" },
        { new TokenizerJson { PreTokenizer = Split("(") }.ToString(), "pre_tokenizer.pattern.Regex" },
        { new TokenizerJson { PreTokenizer = """{"type":"Digits"}""" }.ToString(), "pre_tokenizer.individual_digits" },
        { new TokenizerJson { PostProcessor = """{"type":"BertProcessing","sep":["x"],"cls":["y",1]}""" }.ToString(), "post_processor" },
        {
            new TokenizerJson { PostProcessor = """{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"X","type_id":0}}],"pair":[],"special_tokens":{}}""" }.ToString(),
            "post_processor.single[0]"
        },
        { new TokenizerJson { Normalizer = """{"type":"Precompiled","precompiled_charsmap":"!"}""" }.ToString(), "precompiled_charsmap" },
        { new TokenizerJson { Normalizer = new string('[', 100_000) }.ToString(), "not valid JSON" },
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void Unknown_kinds_are_named_with_their_place(string content, string place)
    {
        var exception = Assert.Throws<NotSupportedException>(() => TokenizerJson.Load(content));

        Assert.Contains("tokenizer.json", exception.Message, StringComparison.Ordinal);
        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_content_is_named_with_its_place(string content, string place)
    {
        var exception = Assert.Throws<InvalidDataException>(() => TokenizerJson.Load(content));

        Assert.Contains("tokenizer.json", exception.Message, StringComparison.Ordinal);
        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_folders_and_files_are_said()
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<DirectoryNotFoundException>(() => TextTokenizer.FromPretrained(folder.File("nowhere")));
        Assert.Throws<FileNotFoundException>(() => TextTokenizer.FromPretrained(folder.Path));
        Assert.Throws<ArgumentException>(() => TextTokenizer.FromPretrained(""));
        Assert.Throws<ArgumentNullException>(() => TextTokenizer.FromPretrained(null!));
    }

    [Theory]
    [InlineData("MadeUpTokenizer")]
    [InlineData(null)]
    public void Classes_that_the_older_files_do_not_describe_are_named(string? tokenizerClass)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("vocab.json"), """{"a":0}""");
        File.WriteAllText(folder.File("merges.txt"), "#version: 0.2\n");
        if (tokenizerClass is not null)
            File.WriteAllText(folder.File("tokenizer_config.json"), $$"""{"tokenizer_class":"{{tokenizerClass}}"}""");

        var exception = Assert.Throws<NotSupportedException>(() => TextTokenizer.FromPretrained(folder.Path));

        Assert.Contains(tokenizerClass ?? "unknown", exception.Message, StringComparison.Ordinal);
        Assert.Contains("vocab.json", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b c\n", "line 2")]
    [InlineData("a z\n", "line 2")]
    public void Bad_merges_are_named_with_their_line(string merges, string place)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("vocab.json"), """{"a":0,"b":1,"ab":2}""");
        File.WriteAllText(folder.File("merges.txt"), "#version: 0.2\n" + merges);
        File.WriteAllText(folder.File("tokenizer_config.json"), """{"tokenizer_class":"GPT2Tokenizer"}""");

        var exception = Assert.Throws<InvalidDataException>(() => TextTokenizer.FromPretrained(folder.Path));

        Assert.Contains("merges.txt", exception.Message, StringComparison.Ordinal);
        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vocabulary_text_must_hold_the_special_tokens_and_be_UTF_8()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("vocab.txt"), "a\nb\n");
        Assert.Contains("unk_token", Assert.Throws<InvalidDataException>(() => TextTokenizer.FromPretrained(folder.Path)).Message);

        File.WriteAllBytes(folder.File("vocab.txt"), [0xFF, 0xFE, 0x80]);
        Assert.Contains("vocab.txt", Assert.Throws<InvalidDataException>(() => TextTokenizer.FromPretrained(folder.Path)).Message);
    }

    [Fact]
    public void Placeholder_for_no_limit_is_no_maximum_length()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), new TokenizerJson().ToString());
        Assert.Null(TextTokenizer.FromPretrained(folder.Path).ModelMaximumLength);

        File.WriteAllText(folder.File("tokenizer_config.json"), """{"model_max_length":1000000000000000019884624838656}""");
        Assert.Null(TextTokenizer.FromPretrained(folder.Path).ModelMaximumLength);

        File.WriteAllText(folder.File("tokenizer_config.json"), """{"model_max_length":512}""", Encoding.UTF8);
        Assert.Equal(512, TextTokenizer.FromPretrained(folder.Path).ModelMaximumLength);
    }

    private static string Split(string regex) =>
        $$"""{"type":"Split","pattern":{"Regex":"{{regex}}"},"behavior":"Isolated","invert":false}""";
}
