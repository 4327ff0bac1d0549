using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Components;

/// <summary>Each kind of model on its own. The expected values are what Hugging Face's library (0.23.2) gives.</summary>
public sealed class ModelTests
{
    private const string Spaces = """{"type":"WhitespaceSplit"}""";

    private const string BpeWithSuffix =
        """
        {"type":"BPE","vocab":{"<unk>":0,"a":1,"b":2,"a</w>":3,"b</w>":4,"ab</w>":5},"merges":["a b</w>"],
        "unk_token":"<unk>","end_of_word_suffix":"</w>","fuse_unk":false}
        """;

    private const string BpeWithPrefix =
        """
        {"type":"BPE","vocab":{"<unk>":0,"a":1,"##b":2,"ab":3,"##a":4},"merges":["a ##b"],"unk_token":"<unk>",
        "continuing_subword_prefix":"##","fuse_unk":true}
        """;

    private const string BpeWithBytes =
        """
        {"type":"BPE","vocab":{"<unk>":0,"a":1,"<0xC3>":2,"<0xA9>":3},"merges":[],"unk_token":"<unk>","fuse_unk":true,
        "byte_fallback":true}
        """;

    private const string BpeWithoutUnknown = """{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}""";

    private const string BpeIgnoringMerges =
        """
        {"type":"BPE","vocab":{"a":0,"b":1,"c":2,"ab":3,"bc":4,"abc":5},"merges":[["a","b"]],"ignore_merges":true}
        """;

    private const string BpeOrder =
        """{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"aa":3,"aab":4},"merges":["a a","a b","aa b"]}""";

    private const string Unigram =
        """
        {"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["a",0],["b",0],["c",0],["d",0],["cd",1],["ab",2],["abc",5],["abcd",10]]}
        """;

    private const string UnigramWithBytes =
        """
        {"type":"Unigram","unk_id":0,"byte_fallback":true,"vocab":[["<unk>",0],["a",-1],["<0xC3>",-9],["<0xA9>",-9]]}
        """;

    private const string WordPiece =
        """
        {"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":6,
        "vocab":{"[UNK]":0,"un":1,"##aff":2,"##able":3,"##a":4,"una":5,"##ff":6,"a":7,"##\ud83d\ude00":8}}
        """;

    public static TheoryData<string, string, string[], int[]> Models => new()
    {
        { BpeWithSuffix, "ab aa ba", ["ab</w>", "a", "a</w>", "b", "a</w>"], [5, 1, 3, 2, 3] },
        { BpeWithSuffix, "xab xx", ["<unk>", "ab</w>", "<unk>", "<unk>"], [0, 5, 0, 0] },
        { BpeWithPrefix, "ab aba", ["ab", "ab", "##a"], [3, 3, 4] },
        { BpeWithPrefix, "xxab bb", ["<unk>", "##a", "##b", "<unk>", "##b"], [0, 4, 2, 0, 2] },
        { BpeWithBytes, "axxa", ["a", "<unk>", "a"], [1, 0, 1] },
        { BpeWithBytes, "x\u00E9xa", ["<0xC3>", "<0xA9>", "<unk>", "a"], [2, 3, 0, 1] },
        { BpeWithBytes, "\u00E8", ["<unk>"], [0] },
        { BpeWithoutUnknown, "abxab", ["ab", "ab"], [2, 2] },
        { BpeWithoutUnknown, "xx", [], [] },
        { BpeIgnoringMerges, "abc", ["abc"], [5] },
        { BpeIgnoringMerges, "abcb", ["ab", "c", "b"], [3, 2, 1] },
        { BpeOrder, "aaab", ["aa", "ab"], [3, 2] },
        { BpeOrder, "aab", ["aab"], [4] },
        { Unigram, "abcdacdxx", ["abcd", "a", "cd", "xx"], [8, 1, 5, 0] },
        { Unigram, "xyab", ["xy", "ab"], [0, 6] },
        { UnigramWithBytes, "a\u00E9a", ["a", "<0xC3>", "<0xA9>", "a"], [1, 2, 3, 1] },
        { UnigramWithBytes, "a\u00E8a", ["a", "\u00E8", "a"], [1, 0, 1] },
        { WordPiece, "unaff unable a una\u0301", ["una", "##ff", "[UNK]", "a", "[UNK]"], [5, 6, 0, 7, 0] },
        { WordPiece, "a\uD83D\uDE00", ["a", "##\uD83D\uDE00"], [7, 8] },
        { WordPiece, "a\uD83D\uDE01", ["[UNK]"], [0] },
        { WordPiece, "aaaaaa aaaaaaa", ["a", "##a", "##a", "##a", "##a", "##a", "[UNK]"], [7, 4, 4, 4, 4, 4, 0] },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Model_encodes_as_Hugging_Face_does(string model, string text, string[] tokens, int[] ids)
    {
        var encoded = new TokenizerJson { Model = model, PreTokenizer = Spaces }.Load().Encode(text);

        Assert.Equal(tokens, encoded.Tokens);
        Assert.Equal(ids, encoded.Ids);
    }

    [Fact]
    public void Long_and_short_pieces_are_merged_alike()
    {
        // Short pieces are merged by searching for the best pair, long ones with a queue.
        var tokenizer = new TokenizerJson { Model = BpeOrder }.Load();
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 120)).Select(_ => random.Next(3) > 0 ? 'a' : 'b'));
            Assert.Equal(MergeByTheBook(text), tokenizer.Encode(text).Tokens);
        }
    }

    [Fact]
    public void Cached_words_keep_their_tokens()
    {
        var tokenizer = new TokenizerJson { Model = BpeOrder, PreTokenizer = Spaces }.Load();
        var random = new Random(6);
        string[] words = [.. Enumerable.Range(0, 5000)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => random.Next(2) > 0 ? 'a' : 'b')))];

        var buffer = new TokenBuffer();
        tokenizer.EncodeContent(string.Join(' ', words), buffer);

        string[] vocabulary = ["a", "b", "ab", "aa", "aab"];
        Assert.Equal(words.SelectMany(MergeByTheBook), buffer.Ids.ToArray().Select(id => vocabulary[id]));
    }

    [Fact]
    public void Text_of_a_megabyte_without_spaces_takes_seconds_at_most()
    {
        var tokenizer = new TokenizerJson { Model = BpeOrder }.Load();
        var random = new Random(7);
        string text = string.Create(1 << 20, random, (span, r) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = r.Next(2) > 0 ? 'a' : 'b';
        });

        var buffer = new TokenBuffer();
        var started = System.Diagnostics.Stopwatch.StartNew();
        tokenizer.EncodeContent(text, buffer);

        Assert.True(started.Elapsed < TimeSpan.FromSeconds(30), $"It took {started.Elapsed}.");
        Assert.Equal(text.Length, buffer.Ids.ToArray().Sum(id => new[] { 1, 1, 2, 2, 3 }[id]));
    }

    private static List<string> MergeByTheBook(string text)
    {
        (string Left, string Right)[] merges = [("a", "a"), ("a", "b"), ("aa", "b")];
        var symbols = text.Select(c => c.ToString()).ToList();
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, symbols.Count - 1))
                .Select(i => (Rank: Array.IndexOf(merges, (symbols[i], symbols[i + 1])), Index: i))
                .Where(pair => pair.Rank >= 0)
                .DefaultIfEmpty((-1, -1))
                .Min();
            if (best.Item1 < 0) return symbols;
            symbols[best.Item2] += symbols[best.Item2 + 1];
            symbols.RemoveAt(best.Item2 + 1);
        }
    }
}
