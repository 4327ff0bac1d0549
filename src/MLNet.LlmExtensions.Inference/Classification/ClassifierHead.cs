using System.Numerics.Tensors;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Inference.Classification;

/// <summary>The linear layer from a pooled vector to the classes, and what makes probabilities of its scores.</summary>
internal sealed class ClassifierHead
{
    private readonly float[] _weight;
    private readonly float[] _bias;
    private readonly bool _isMultiLabel;
    private readonly int _dimensions;

    public ClassifierHead(FineTunedClassifier classifier)
    {
        _weight = classifier.HeadWeight.Values;
        _bias = classifier.HeadBias.Values;
        _isMultiLabel = classifier.IsMultiLabel;
        _dimensions = classifier.HeadWeight.Shape is [_, var dimensions] ? checked((int)dimensions) : 0;
        if (classifier.Classes.Count == 0 || _dimensions == 0 || _bias.Length != classifier.Classes.Count
            || classifier.HeadWeight.Shape[0] != classifier.Classes.Count)
        {
            throw new InvalidDataException(
                $"The classifier has {classifier.Classes.Count} classes, a head of {classifier.HeadWeight} and a bias of {classifier.HeadBias}, which do not fit.");
        }
    }

    /// <summary>The length of the vectors that the head takes.</summary>
    public int Dimensions => _dimensions;

    public int Classes => _bias.Length;

    /// <summary>Adds the scores of a vector, without the bias.</summary>
    public void Add(ReadOnlySpan<float> vector, Span<float> scores)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] += TensorPrimitives.Dot(_weight.AsSpan(i * _dimensions, _dimensions), vector);
        }
    }

    /// <summary>Turns added-up scores into probabilities.</summary>
    /// <param name="scores">The sum of the scores of some windows; the probabilities afterwards.</param>
    /// <param name="windows">How many; 0 leaves the bias alone.</param>
    public void Complete(Span<float> scores, int windows)
    {
        if (windows > 1)
        {
            TensorPrimitives.Divide(scores, windows, scores);
        }

        TensorPrimitives.Add(scores, _bias, scores);
        if (_isMultiLabel)
        {
            TensorPrimitives.Sigmoid(scores, scores);
        }
        else
        {
            // Without the largest taken off, the exponential of a large score would be infinite.
            TensorPrimitives.Subtract(scores, TensorPrimitives.Max(scores), scores);
            TensorPrimitives.SoftMax(scores, scores);
        }
    }
}
