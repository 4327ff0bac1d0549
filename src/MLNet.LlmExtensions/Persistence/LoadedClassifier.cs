using MLNet.LlmExtensions.FineTuning.Tasks;
using MLNet.LlmExtensions.Inference;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>A classifier that a loaded transformer has opened, and what it gives to the rest of the chain. Thread-safe.</summary>
internal sealed class LoadedClassifier(TextClassifier classifier, ClassifierState state) : IDisposable
{
    private const int StackNumbers = 256;

    /// <summary>How many numbers a row has for the rest of the chain.</summary>
    public int FeatureCount => state.Kind == TextClassificationKind.Binary ? 1 : classifier.Classes.Count;

    /// <summary>Classifies a text or a pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text; not read where texts are single.</param>
    /// <param name="features">Receives what <see cref="ScoreModel"/> turns into the columns of a classifier.</param>
    public void Classify(string text, ReadOnlyMemory<char> textPair, Span<float> features)
    {
        var count = classifier.Classes.Count;
        var probabilities = count <= StackNumbers ? stackalloc float[count] : new float[count];
        if (state.TextPairColumn is null)
        {
            classifier.Predict(text, probabilities);
        }
        else
        {
            string?[] pair = [textPair.ToString()];
            classifier.PredictPairs([text], pair, probabilities);
        }

        switch (state.Kind)
        {
            case TextClassificationKind.Binary:
                features[0] = (BinaryTask.LogOdds(probabilities) - state.FeatureOffset) / state.FeatureScale;
                break;
            case TextClassificationKind.Multiclass:
                for (var i = 0; i < features.Length; i++)
                {
                    features[i] = MathF.Log(MathF.Max(probabilities[i], float.Epsilon)) / state.FeatureScale;
                }

                break;
            default:
                probabilities.CopyTo(features);
                break;
        }
    }

    public void Dispose() => classifier.Dispose();
}
