using MLNet.LlmExtensions.Models.Tokenization.Models;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Reads the <c>model</c> of <c>tokenizer.json</c>. A new kind is one class and one line here.</summary>
internal static class ModelReader
{
    private const int MostTokens = Vocabulary.LargestId + 1;
    private const int MostMerges = 1 << 24;
    private const int LongestWordLimit = 1_000_000;
    private const int DefaultLongestWord = 100;
    private const int LongestStackToken = 128;

    public static TokenModel Read(JsonValue json) => TypeOf(json) switch
    {
        "WordPiece" => ReadWordPiece(json),
        "BPE" => ReadBpe(json),
        "Unigram" => ReadUnigram(json),
        "WordLevel" => ReadWordLevel(json),
        var other => throw json["type"].NotSupported($"is '{other}'"),
    };

    /// <summary>Reads an object of token texts and ids.</summary>
    public static Vocabulary ReadVocabulary(JsonValue json)
    {
        var vocabulary = new Vocabulary(json.MemberCount());
        foreach (var (token, id) in json.Members())
        {
            try
            {
                vocabulary.Add(token, id.Integer(int.MinValue, int.MaxValue));
            }
            catch (InvalidDataException exception)
            {
                throw json.Invalid($"cannot be read: {exception.Message}", exception);
            }
        }

        return vocabulary;
    }

    /// <summary>Adds a merge of two tokens whose texts are given.</summary>
    /// <exception cref="InvalidDataException">One of the two, or what they merge into, is not in the vocabulary.</exception>
    public static void AddMerge(
        MergeTable merges,
        Vocabulary vocabulary,
        ReadOnlySpan<char> left,
        ReadOnlySpan<char> right,
        int prefixLength,
        int rank)
    {
        if (!vocabulary.TryGetId(left, out int leftId) || !vocabulary.TryGetId(right, out int rightId))
            throw new InvalidDataException($"merge {rank} names a token that is not in the vocabulary");
        if (!TryGetMerged(vocabulary, left, right, prefixLength, out int mergedId))
            throw new InvalidDataException($"merge {rank} gives a token that is not in the vocabulary");
        merges.Set(leftId, rightId, rank, mergedId);
    }

    private static bool TryGetMerged(
        Vocabulary vocabulary, ReadOnlySpan<char> left, ReadOnlySpan<char> right, int prefixLength, out int id)
    {
        id = 0;
        if (prefixLength > right.Length) return false;

        right = right[prefixLength..];
        int length = left.Length + right.Length;
        Span<char> merged = length <= LongestStackToken ? stackalloc char[LongestStackToken] : new char[length];
        left.CopyTo(merged);
        right.CopyTo(merged[left.Length..]);
        return vocabulary.TryGetId(merged[..length], out id);
    }

    // Files of early versions have no type; then the members tell.
    private static string TypeOf(JsonValue json)
    {
        if (json["type"].Exists) return json["type"].Text();
        if (json["merges"].Exists) return "BPE";
        if (json["continuing_subword_prefix"].Exists) return "WordPiece";
        return json["vocab"].IsArray ? "Unigram" : "WordLevel";
    }

    private static WordPieceModel ReadWordPiece(JsonValue json)
    {
        var vocabulary = ReadVocabulary(json["vocab"]);
        var longest = json["max_input_chars_per_word"];
        return new WordPieceModel(
            vocabulary,
            RequiredId(json["unk_token"], vocabulary, "[UNK]"),
            json["continuing_subword_prefix"].Text("##"),
            longest.Exists ? longest.Integer(0, LongestWordLimit) : DefaultLongestWord);
    }

    private static WordLevelModel ReadWordLevel(JsonValue json)
    {
        var vocabulary = ReadVocabulary(json["vocab"]);
        return new WordLevelModel(vocabulary, RequiredId(json["unk_token"], vocabulary, "<unk>"));
    }

    private static int RequiredId(JsonValue json, Vocabulary vocabulary, string defaultToken) =>
        vocabulary.TryGetId(json.Text(defaultToken), out int id)
            ? id
            : throw json.Invalid("names a token that is not in the vocabulary");

    private static BpeModel ReadBpe(JsonValue json)
    {
        var vocabulary = ReadVocabulary(json["vocab"]);
        string prefix = ReadAffix(json["continuing_subword_prefix"]);
        int? unknownId = json["unk_token"].Exists && vocabulary.TryGetId(json["unk_token"].Text(), out int id) ? id : null;
        return new BpeModel(vocabulary, ReadMerges(json["merges"], vocabulary, prefix.Length), new BpeOptions
        {
            UnknownId = unknownId,
            FuseUnknown = json["fuse_unk"].Flag(defaultValue: false),
            ByteFallback = json["byte_fallback"].Flag(defaultValue: false),
            IgnoreMerges = json["ignore_merges"].Flag(defaultValue: false),
            ContinuationPrefix = prefix,
            EndOfWordSuffix = ReadAffix(json["end_of_word_suffix"]),
        });
    }

    private static string ReadAffix(JsonValue json)
    {
        string affix = json.Text("");
        return affix.Length <= BpeModel.LongestAffix
            ? affix
            : throw json.Invalid($"has {affix.Length} characters; at most {BpeModel.LongestAffix} are supported");
    }

    private static MergeTable ReadMerges(JsonValue json, Vocabulary vocabulary, int prefixLength)
    {
        int count = json.ItemCount();
        if (count > MostMerges) throw json.Invalid($"has {count} items; at most {MostMerges} are read");

        var merges = new MergeTable(count);
        int rank = 0;
        foreach (var item in json.Items())
        {
            var (left, right) = ReadPair(item);
            if (left is null) continue;
            try
            {
                AddMerge(merges, vocabulary, left, right, prefixLength, rank++);
            }
            catch (InvalidDataException exception)
            {
                throw item.Invalid($"cannot be used: {exception.Message}", exception);
            }
        }

        return merges;
    }

    private static (string? Left, string? Right) ReadPair(JsonValue item)
    {
        if (item.IsArray)
        {
            var (left, right) = item.Pair();
            return (left.Text(), right.Text());
        }

        string text = item.Text();
        if (text.StartsWith("#version", StringComparison.Ordinal)) return default;
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || text.IndexOf(' ', space + 1) >= 0)
            throw item.Invalid("must be two tokens with a space between them");
        return (text[..space], text[(space + 1)..]);
    }

    private static UnigramModel ReadUnigram(JsonValue json)
    {
        var list = json["vocab"];
        int count = list.ItemCount();
        if (count is 0 or > MostTokens) throw list.Invalid($"has {count} items; 1 to {MostTokens} are read");

        var vocabulary = new Vocabulary(count);
        var scores = new double[count];
        int id = 0;
        foreach (var item in list.Items())
        {
            var (token, score) = item.Pair();
            vocabulary.AddOrReplace(token.Text(), id);
            scores[id++] = score.Number();
        }

        return new UnigramModel(
            vocabulary, scores, json["unk_id"].Integer(0, count - 1), json["byte_fallback"].Flag(defaultValue: false));
    }
}
