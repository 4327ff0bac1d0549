using MLNet.LlmExtensions.Inference.Tests.Goldens;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Inference.Tests.Classification;

/// <summary>
/// What a classifier should say, computed the plain way: the graph as it was trained, with its tensors as weights, a row at a
/// time, and the head in double precision.
/// </summary>
internal sealed class ReferenceClassifier(LanguageModel model, FineTunedClassifier classifier) : IDisposable
{
    private readonly GraphRunner _runner = new(TransferGraph
        .Build(model, RandomClassifier.Options(classifier.Pooling), classifier.Configuration, AdapterPlacement.Initializers)
        .WithValues(classifier.Tensors));

    /// <summary>The probabilities of a text, or a pair, that fits into one window.</summary>
    public float[] Predict(string text, string? textPair = null) => Probabilities(Scores(text, textPair));

    /// <summary>The scores of the classes before any softmax.</summary>
    public double[] Scores(string text, string? textPair = null)
    {
        var tokens = model.Tokenizer.Encode((classifier.Prompt ?? "") + text, textPair);
        var vector = _runner.Run(new TokenBatch(
            1,
            tokens.Ids.Length,
            [.. tokens.Ids.Select(id => (long)id)],
            [.. tokens.Ids.Select(_ => 1L)],
            [.. tokens.TypeIds.Select(id => (long)id)]));
        return [.. classifier.Classes.Select((_, index) => Score(vector, index))];
    }

    public float[] Probabilities(double[] scores)
    {
        if (classifier.IsMultiLabel)
        {
            return [.. scores.Select(score => (float)(1 / (1 + Math.Exp(-score))))];
        }

        var sum = scores.Sum(Math.Exp);
        return [.. scores.Select(score => (float)(Math.Exp(score) / sum))];
    }

    public void Dispose() => _runner.Dispose();

    private double Score(float[] vector, int index)
    {
        double score = classifier.HeadBias.Values[index];
        for (var i = 0; i < vector.Length; i++)
        {
            score += (double)vector[i] * classifier.HeadWeight.Values[(index * vector.Length) + i];
        }

        return score;
    }
}
