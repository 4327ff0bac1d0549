using System.Text.Json;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Components;

/// <summary>
/// Each kind of component on its own. The expected values are what Hugging Face's library (0.23.2) gives.
/// </summary>
public sealed class ComponentTests
{
    public static TheoryData<string, string, string[]> PreTokenizers => new()
    {
        {
            """{"type":"BertPreTokenizer"}""",
            "Hi, there!  a\u00A0b\uD83D\uDE00c\u4E2D", ["Hi", ",", "there", "!", "a", "b\uD83D\uDE00c\u4E2D"]
        },
        {
            """{"type":"Whitespace"}""",
            "Hey man! x_1 \u00E9\u0301 #tag", ["Hey", "man", "!", "x_1", "\u00E9\u0301", "#", "tag"]
        },
        { """{"type":"WhitespaceSplit"}""", " a,b \tc ", ["a,b", "c"] },
        { """{"type":"Punctuation"}""", "a,b!!c", ["a", ",", "b", "!", "!", "c"] },
        { """{"type":"Punctuation","behavior":"Contiguous"}""", "a,b!!c", ["a", ",", "b", "!!", "c"] },
        { """{"type":"Punctuation","behavior":"MergedWithPrevious"}""", "a,b!!c", ["a,", "b!", "!", "c"] },
        { """{"type":"Digits","individual_digits":true}""", "ab12c3", ["ab", "1", "2", "c", "3"] },
        { """{"type":"Digits","individual_digits":false}""", "ab12c\u00BD3", ["ab", "12", "c", "\u00BD3"] },
        { """{"type":"CharDelimiterSplit","delimiter":"-"}""", "a-b--c", ["a", "b", "c"] },
        {
            """{"type":"Split","pattern":{"String":"-"},"behavior":"Removed","invert":false}""",
            "-the-final--countdown-", ["the", "final", "countdown"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"\\d+"},"behavior":"Removed","invert":true}""",
            "12ab3c", ["12", "3"]
        },
        {
            """{"type":"Split","pattern":{"String":"-"},"behavior":"Isolated","invert":false}""",
            "-the-final--countdown-", ["-", "the", "-", "final", "-", "-", "countdown", "-"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"\\d+"},"behavior":"Isolated","invert":true}""",
            "12ab3c", ["12", "ab", "3", "c"]
        },
        {
            """{"type":"Split","pattern":{"String":"-"},"behavior":"MergedWithPrevious","invert":false}""",
            "-the-final--countdown-", ["-", "the-", "final-", "-", "countdown-"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"\\d+"},"behavior":"MergedWithPrevious","invert":true}""",
            "12ab3c", ["12ab", "3c"]
        },
        {
            """{"type":"Split","pattern":{"String":"-"},"behavior":"MergedWithNext","invert":false}""",
            "-the-final--countdown-", ["-the", "-final", "-", "-countdown", "-"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"\\d+"},"behavior":"MergedWithNext","invert":true}""",
            "12ab3c", ["12", "ab3", "c"]
        },
        {
            """{"type":"Split","pattern":{"String":"-"},"behavior":"Contiguous","invert":false}""",
            "-the-final--countdown-", ["-", "the", "-", "final", "--", "countdown", "-"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"\\d+"},"behavior":"Contiguous","invert":true}""",
            "12ab3c", ["12", "ab", "3", "c"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"\\p{Lu}[a-z]*"},"behavior":"Isolated","invert":false}""",
            "oneTwoThree\uD801\uDC00x", ["one", "Two", "Three", "\uD801\uDC00x"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"\\h+"},"behavior":"Isolated","invert":false}""",
            "xyfa0z", ["xy", "fa0", "z"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"[[:alpha:]]+"},"behavior":"Isolated","invert":false}""",
            "ab1\u00E9", ["ab", "1", "\u00E9"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"\\w++|."},"behavior":"Isolated","invert":false}""",
            "ab\u00B2-c", ["ab\u00B2", "-", "c"]
        },
        {
            """{"type":"Split","pattern":{"Regex":" ?[^(\\s|[.,!?])]+"},"behavior":"Isolated","invert":false}""",
            "one two, three", ["one", " two", ",", " three"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"[\\p{Han}]+"},"behavior":"Isolated","invert":false}""",
            "a\u4E2D\u6587b\uD840\uDC00c", ["a", "\u4E2D\u6587", "b", "\uD840\uDC00", "c"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"\\b"},"behavior":"Isolated","invert":false}""",
            "a\u200Db c", ["a", "\u200D", "b", " ", "c"]
        },
        {
            """{"type":"Split","pattern":{"Regex":"^a$"},"behavior":"Isolated","invert":false}""",
            "a\na\nb", ["a", "\n", "a", "\nb"]
        },
        {
            """{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Digits","individual_digits":true}]}""",
            "ab1 c23", ["ab", "1", "c", "2", "3"]
        },
    };

    public static TheoryData<string, string, string> Normalizers => new()
    {
        {
            """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""",
            "H\u00C9llo\u0000\u0007\tw\u00F6rld\u4E2D\u0130 \u200Bx\u000Bz", "hello world \u4E2D i xz"
        },
        {
            """{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":false,"strip_accents":false,"lowercase":true}""",
            "H\u00C9\u0130\u03A3", "h\u00E9i\u0307\u03C3"
        },
        {
            """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":false,"strip_accents":true,"lowercase":false}""",
            "A\u0301\u00D1\uFFFD\uFFFE", "AN\uFFFE"
        },
        { """{"type":"Lowercase"}""", "\u0130\u03A3\u1E9E\uD801\uDC00A", "i\u0307\u03C3\u00DF\uD801\uDC28a" },
        { """{"type":"NFC"}""", "e\u0301\u212B\uFFFEe\u0301", "\u00E9\u00C5\uFFFE\u00E9" },
        { """{"type":"NFD"}""", "\u00E9\uAC00", "e\u0301\u1100\u1161" },
        { """{"type":"NFKC"}""", "\uFB01\u2460\u3000\u32FF", "fi1 \u32FF" },
        { """{"type":"NFKD"}""", "\uFB01\u00BD\u00E9", "fi1\u20442e\u0301" },
        { """{"type":"StripAccents"}""", "e\u0301\u0903x", "ex" },
        { """{"type":"Strip","strip_left":true,"strip_right":false}""", "\u3000 a ", "a " },
        { """{"type":"Strip","strip_left":true,"strip_right":true}""", " \n a\t", "a" },
        { """{"type":"Replace","pattern":{"String":"ab"},"content":"$1"}""", "xabyab", "x$1y$1" },
        { """{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}""", "a   b c  d", "a b c d" },
        { """{"type":"Prepend","prepend":"\u2581"}""", "ab", "\u2581ab" },
        { """{"type":"Nmt"}""", "a\u0001b\tc\u200Bd\u2581e\u007F", "ab c d e" },
        { """{"type":"ByteLevel"}""", "a \u00E9", "a\u0120\u00C3\u00A9" },
        {
            """{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"},{"type":"Lowercase"}]}""",
            "\u00C9A", "ea"
        },
    };

    public static TheoryData<string, string[], string> Decoders => new()
    {
        {
            """{"type":"WordPiece","prefix":"##","cleanup":true}""",
            ["hell", "##o", ",", "do", "not", "##x", "'", "s", "n't", "."], "hello, do notx ' sn't."
        },
        { """{"type":"WordPiece","prefix":"##","cleanup":false}""", ["##a", "##b", ",", "c"], "##ab , c" },
        {
            """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}""",
            ["H\u0120", "\u00C3\u00A9", "\u00C3", "x", "\u4E2D"], "H \u00E9\uFFFDx\u4E2D"
        },
        {
            """{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true}""",
            ["\u2581a", "\u2581b", "c"], "a bc"
        },
        {
            """{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"never","split":true}""",
            ["\u2581a", "\u2581b"], " a b"
        },
        { """{"type":"BPEDecoder","suffix":"</w>"}""", ["ab", "c</w>", "d</w>"], "abc d" },
        {
            """{"type":"ByteFallback"}""",
            ["a", "<0xC3>", "<0xA9>", "b", "<0xC3>", "c", "<0xZZ>", "<0xE4>"], "a\u00E9b\uFFFDc<0xZZ>\uFFFD"
        },
        { """{"type":"Fuse"}""", ["a", "b"], "ab" },
        {
            """{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"\u2581"},"content":" "},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}""",
            ["\u2581\u2581a", "\u2581b"], " a b"
        },
        { """{"type":"Strip","content":"x","start":2,"stop":1}""", ["xxxaxx", "xbx"], "xaxb" },
        {
            """{"type":"CTC","pad_token":"<pad>","word_delimiter_token":"|","cleanup":true}""",
            ["h", "h", "<pad>", "e", "l", "<pad>", "l", "|", "o"], "hell o"
        },
    };

    [Theory]
    [MemberData(nameof(PreTokenizers))]
    public void Pre_tokenizer_splits_as_Hugging_Face_does(string json, string text, string[] expected)
    {
        var tokenizer = new TokenizerJson { PreTokenizer = json }.Load();

        var pieces = tokenizer.Tokenizer.PreTokenizer!.PreTokenize(text)
            .Select(piece => text.Substring(piece.Offset, piece.Length));

        Assert.Equal(expected, pieces);
    }

    [Theory]
    [MemberData(nameof(Normalizers))]
    public void Normalizer_rewrites_as_Hugging_Face_does(string json, string text, string expected)
    {
        var tokenizer = new TokenizerJson { Normalizer = json }.Load();

        Assert.Equal(expected, tokenizer.Tokenizer.Normalizer!.Normalize(text));
        Assert.Equal(expected, tokenizer.Tokenizer.Normalizer!.Normalize(text.AsSpan()));
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Decoder_joins_as_Hugging_Face_does(string json, string[] tokens, string expected)
    {
        var vocabulary = tokens.Distinct().Select((token, id) => (token, id: id + 1)).ToDictionary(t => t.token, t => t.id);
        string entries = string.Join(',', vocabulary.Select(t => $"{JsonSerializer.Serialize(t.Key)}:{t.Value}"));
        var tokenizer = new TokenizerJson
        {
            Model = $$"""{"type":"WordLevel","vocab":{"[UNK]":0,{{entries}}},"unk_token":"[UNK]"}""",
            Decoder = json,
        }.Load();

        Assert.Equal(expected, tokenizer.Decode(tokens.Select(token => vocabulary[token])));
    }

    [Fact]
    public void Without_a_decoder_tokens_are_joined_by_spaces()
    {
        var tokenizer = new TokenizerJson { Model = """{"type":"WordLevel","vocab":{"[UNK]":0,"a":1,"b":2},"unk_token":"[UNK]"}""" }.Load();

        Assert.Equal("a b", tokenizer.Decode([1, 99, 2]));
    }
}
