using System.ComponentModel;
using MLNet.LlmExtensions.Serving;

namespace PredictionService.Endpoints;

/// <summary>What the classifier says of each text.</summary>
/// <param name="Predictions">In the order of the texts.</param>
internal sealed record TextsResponse([property: Description("What the classifier says of each report, in their order.")] IReadOnlyList<TextClassification> Predictions);
