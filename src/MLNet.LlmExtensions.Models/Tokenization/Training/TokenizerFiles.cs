using System.Globalization;
using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Tokenization.AddedTokens;
using MLNet.LlmExtensions.Models.Tokenization.Training.Kinds;
using MLNet.LlmExtensions.Models.Tokenization.Training.Learning;

namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>The files of a trained tokenizer, as Hugging Face's libraries write them.</summary>
internal static class TokenizerFiles
{
    /// <summary>The files and what writes them, <c>tokenizer.json</c> at the end.</summary>
    public static IReadOnlyList<(string Name, Action<Stream> Write)> Create(TokenizerKind kind, LearnedVocabulary learned) =>
    [
        .. kind.VocabularyFiles(learned),
        ("special_tokens_map.json", stream => stream.Write(JsonFile.ToBytes(Roles(kind)))),
        ("tokenizer_config.json", stream => stream.Write(JsonFile.ToBytes(Settings(kind, learned)))),
        ("tokenizer.json", stream => stream.Write(JsonFile.ToBytes(Tokenizer(kind, learned)))),
    ];

    private static JsonObject Tokenizer(TokenizerKind kind, LearnedVocabulary learned)
    {
        var added = new JsonArray();
        foreach (var token in kind.AddedTokens(learned))
        {
            var entry = Describe(token);
            entry.Insert(0, "id", token.Id);
            added.Add((JsonNode)entry);
        }

        var json = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = added,
        };
        kind.DescribeComponents(json, learned);
        return json;
    }

    private static JsonObject Settings(TokenizerKind kind, LearnedVocabulary learned)
    {
        var json = new JsonObject
        {
            ["tokenizer_class"] = kind.TokenizerClass,
            ["added_tokens_decoder"] = new JsonObject(kind.AddedTokens(learned).Select(token =>
                KeyValuePair.Create(token.Id.ToString(CultureInfo.InvariantCulture), (JsonNode?)Describe(token)))),
        };
        if (kind.ModelMaximumLength is { } length) json["model_max_length"] = length;
        kind.DescribeSettings(json);
        AddRoles(json, kind);
        return json;
    }

    private static JsonObject Roles(TokenizerKind kind)
    {
        var json = new JsonObject();
        AddRoles(json, kind);
        return json;
    }

    private static void AddRoles(JsonObject json, TokenizerKind kind)
    {
        foreach (var (role, token) in kind.Roles) json[role] = token;
        if (kind.AdditionalSpecialTokens.Count == 0) return;
        json["additional_special_tokens"] = new JsonArray([.. kind.AdditionalSpecialTokens.Select(token => (JsonNode)token)]);
    }

    private static JsonObject Describe(AddedToken token) => new()
    {
        ["content"] = token.Content,
        ["single_word"] = token.SingleWord,
        ["lstrip"] = token.StripLeft,
        ["rstrip"] = token.StripRight,
        ["normalized"] = token.Normalized,
        ["special"] = token.Special,
    };
}
