using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization;

/// <summary>Writes small tokenizer.json files.</summary>
internal sealed record TokenizerJson
{
    public string Model { get; init; } = """{"type":"WordLevel","vocab":{"[UNK]":0},"unk_token":"[UNK]"}""";

    public string AddedTokens { get; init; } = "[]";

    public string Normalizer { get; init; } = "null";

    public string PreTokenizer { get; init; } = "null";

    public string PostProcessor { get; init; } = "null";

    public string Decoder { get; init; } = "null";

    public override string ToString() =>
        $$"""
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":{{AddedTokens}},"normalizer":{{Normalizer}},
        "pre_tokenizer":{{PreTokenizer}},"post_processor":{{PostProcessor}},"decoder":{{Decoder}},"model":{{Model}}}
        """;

    /// <summary>The tokenizer that the file gives.</summary>
    public TextTokenizer Load() => Load(ToString());

    /// <summary>The tokenizer that the content of a file gives.</summary>
    public static TextTokenizer Load(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), content);
        return TextTokenizer.FromPretrained(folder.Path);
    }

    /// <summary>An entry of the list of added tokens.</summary>
    public static string AddedToken(
        int id,
        string content,
        bool singleWord = false,
        bool stripLeft = false,
        bool stripRight = false,
        bool normalized = false,
        bool special = false) =>
        System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["id"] = id,
            ["content"] = content,
            ["single_word"] = singleWord,
            ["lstrip"] = stripLeft,
            ["rstrip"] = stripRight,
            ["normalized"] = normalized,
            ["special"] = special,
        });
}
