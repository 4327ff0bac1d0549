using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Goldens;

/// <summary>The golden data of one tokenizer.</summary>
public sealed record GoldenFile
{
    [JsonPropertyName("cases")]
    public required GoldenCase[] Cases { get; init; }

    [JsonPropertyName("padded_batches")]
    public GoldenBatch[] PaddedBatches { get; init; } = [];

    public static GoldenFile Read(string path) => JsonSerializer.Deserialize<GoldenFile>(File.ReadAllText(path))!;
}
