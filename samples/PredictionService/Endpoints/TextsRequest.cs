using System.ComponentModel;

namespace PredictionService.Endpoints;

/// <summary>Texts to classify.</summary>
/// <param name="Texts">The texts.</param>
internal sealed record TextsRequest([property: Description("The reports.")] IReadOnlyList<string?>? Texts);
