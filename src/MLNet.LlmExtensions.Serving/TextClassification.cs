namespace MLNet.LlmExtensions.Serving;

/// <summary>What a classifier says of a text.</summary>
/// <param name="Label">The class with the highest probability. Of a model that answers yes or no: <c>True</c> or <c>False</c>.</param>
/// <param name="Probability">Its probability.</param>
/// <param name="Probabilities">
/// The probabilities of all classes by name, in the model's order. They add up to 1, unless the model gives any number of classes to a
/// text: then each stands for itself.
/// </param>
public sealed record TextClassification(string Label, float Probability, IReadOnlyDictionary<string, float> Probabilities);
