using MLNet.LlmExtensions.Serving;

namespace PredictionService.Explanations;

/// <summary>A prediction and what each sentence did for it.</summary>
/// <param name="Prediction">The prediction.</param>
/// <param name="Sentences">The sentences, in the order of the text.</param>
internal sealed record Explanation(TextClassification Prediction, IReadOnlyList<SentenceInfluence> Sentences);
