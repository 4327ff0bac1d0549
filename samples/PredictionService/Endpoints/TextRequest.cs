using System.ComponentModel;

namespace PredictionService.Endpoints;

/// <summary>A text to classify.</summary>
/// <param name="Text">The text.</param>
internal sealed record TextRequest([property: Description("The report.")] string? Text);
