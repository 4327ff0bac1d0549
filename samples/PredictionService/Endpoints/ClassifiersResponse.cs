namespace PredictionService.Endpoints;

/// <summary>The classifiers that there are.</summary>
/// <param name="Classifiers">Their names.</param>
internal sealed record ClassifiersResponse(IReadOnlyList<string> Classifiers);
