using System.Text.Json;

namespace ReportClassification.Tests;

/// <summary>A line of predictions.</summary>
internal sealed record Prediction(long Row, string? Id, string Label, Dictionary<string, float> Probabilities)
{
    public static Prediction Parse(string line) => JsonSerializer.Deserialize<Prediction>(line, JsonSerializerOptions.Web)!;
}
