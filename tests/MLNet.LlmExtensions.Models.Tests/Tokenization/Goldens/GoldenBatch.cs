using System.Text.Json.Serialization;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Goldens;

/// <summary>Texts that were padded on the right to the longest.</summary>
public sealed record GoldenBatch
{
    [JsonPropertyName("texts")]
    public required string[] Texts { get; init; }

    [JsonPropertyName("pad_token_id")]
    public required int PadTokenId { get; init; }

    [JsonPropertyName("input_ids")]
    public required int[][] InputIds { get; init; }

    [JsonPropertyName("attention_mask")]
    public required int[][] AttentionMask { get; init; }
}
