using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Reads the <c>pre_tokenizer</c> of <c>tokenizer.json</c>. A new kind is one class and one line here.</summary>
internal static class PreTokenizerReader
{
    public static TextPreTokenizer? ReadOptional(JsonValue json) => json.Exists ? Read(json) : null;

    /// <summary>Reads the character that stands for spaces.</summary>
    public static char ReadMark(JsonValue json)
    {
        string mark = json.Text();
        return mark.Length == 1 ? mark[0] : throw json.Invalid("must be one character up to U+FFFF");
    }

    /// <summary>Reads where the mark for spaces is put in front.</summary>
    public static PrependScheme ReadScheme(JsonValue json)
    {
        bool never = !json["add_prefix_space"].Flag(defaultValue: true);
        return json["prepend_scheme"].Text(never ? "never" : "always") switch
        {
            "always" => never ? PrependScheme.Never : PrependScheme.Always,
            "first" => never ? PrependScheme.Never : PrependScheme.First,
            "never" => PrependScheme.Never,
            var other => throw json["prepend_scheme"].NotSupported($"is '{other}'"),
        };
    }

    private static TextPreTokenizer Read(JsonValue json) => json["type"].Text() switch
    {
        "Sequence" => new PreTokenizerSequence([.. json["pretokenizers"].Items().Select(Read)]),
        "BertPreTokenizer" => new BertPreTokenizer(),
        "Whitespace" => new WhitespacePreTokenizer(),
        "WhitespaceSplit" => new CodePointPreTokenizer(CharacterClasses.IsWhiteSpace, SplitBehavior.Removed),
        "Punctuation" => new CodePointPreTokenizer(
            CharacterClasses.IsPunctuation, ReadBehavior(json["behavior"], SplitBehavior.Isolated)),
        "Digits" => new CodePointPreTokenizer(
            CharacterClasses.IsNumber,
            json["individual_digits"].Flag() ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "CharDelimiterSplit" or "Delimiter" => ReadDelimiter(json["delimiter"]),
        "Split" => new SplitPreTokenizer(
            PatternReader.Read(json["pattern"]), ReadBehavior(json["behavior"], defaultValue: null), json["invert"].Flag()),
        "ByteLevel" => new ByteLevelPreTokenizer(
            json["add_prefix_space"].Flag(), json["use_regex"].Flag(defaultValue: true)),
        "Metaspace" => new MetaspacePreTokenizer(
            ReadMark(json["replacement"]), ReadScheme(json), json["split"].Flag(defaultValue: true)),
        var other => throw json["type"].NotSupported($"is '{other}'"),
    };

    private static CodePointPreTokenizer ReadDelimiter(JsonValue json)
    {
        string text = json.Text();
        if (text.Length == 0 || CodePoints.Count(text) != 1) throw json.Invalid("must be one character");
        int delimiter = CodePoints.At(text, 0, out _);
        return new CodePointPreTokenizer(codePoint => codePoint == delimiter, SplitBehavior.Removed);
    }

    private static SplitBehavior ReadBehavior(JsonValue json, SplitBehavior? defaultValue)
    {
        if (!json.Exists && defaultValue is { } behavior) return behavior;
        return json.Text() switch
        {
            "Removed" => SplitBehavior.Removed,
            "Isolated" => SplitBehavior.Isolated,
            "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
            "MergedWithNext" => SplitBehavior.MergedWithNext,
            "Contiguous" => SplitBehavior.Contiguous,
            var other => throw json.NotSupported($"is '{other}'"),
        };
    }
}
