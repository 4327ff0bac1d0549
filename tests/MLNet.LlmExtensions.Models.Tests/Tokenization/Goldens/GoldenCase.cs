using System.Text.Json.Serialization;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Goldens;

/// <summary>One text or pair of texts, and what Hugging Face's tokenizer makes of it.</summary>
public sealed record GoldenCase
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("text")]
    public required string Text { get; init; }

    [JsonPropertyName("pair")]
    public string? Pair { get; init; }

    [JsonPropertyName("add_special_tokens")]
    public required bool AddSpecialTokens { get; init; }

    [JsonPropertyName("max_length")]
    public int? MaximumLength { get; init; }

    [JsonPropertyName("ids")]
    public required int[] Ids { get; init; }

    [JsonPropertyName("type_ids")]
    public required int[] TypeIds { get; init; }

    [JsonPropertyName("attention_mask")]
    public required int[] AttentionMask { get; init; }

    [JsonPropertyName("tokens")]
    public required string[] Tokens { get; init; }

    [JsonPropertyName("special_tokens_mask")]
    public required int[] SpecialTokensMask { get; init; }

    [JsonPropertyName("decoded")]
    public string? Decoded { get; init; }

    [JsonPropertyName("sentencepiece_agrees")]
    public bool? SentencePieceAgrees { get; init; }
}
