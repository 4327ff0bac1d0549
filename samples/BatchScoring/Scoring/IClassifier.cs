using MLNet.LlmExtensions.Serving;

namespace BatchScoring.Scoring;

/// <summary>Classifies batches of texts.</summary>
internal interface IClassifier : IDisposable
{
    /// <summary>The names of the classes, in the order of the probabilities.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Classifies texts, which go through the model together.</summary>
    IReadOnlyList<TextClassification> Classify(string[] texts);
}
