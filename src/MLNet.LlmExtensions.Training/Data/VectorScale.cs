using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>
/// Brings the components of frozen vectors to mean 0 and standard deviation 1 for the training of a head, and the trained head back
/// to the vectors as they are. The components of a model's vectors differ widely in size, and one learning rate fits them all
/// only when they do not.
/// </summary>
internal sealed class VectorScale
{
    private readonly double[] _means;
    private readonly double[] _deviations;

    private VectorScale(double[] means, double[] deviations)
    {
        _means = means;
        _deviations = deviations;
    }

    /// <summary>Measures vectors, row-major [count, dimensions].</summary>
    public static VectorScale Measure(ReadOnlySpan<float> vectors, int dimensions)
    {
        var count = vectors.Length / dimensions;
        var means = new double[dimensions];
        var deviations = new double[dimensions];
        for (var i = 0; i < vectors.Length; i++)
        {
            means[i % dimensions] += (double)vectors[i] / count;
        }

        for (var i = 0; i < vectors.Length; i++)
        {
            var distance = vectors[i] - means[i % dimensions];
            deviations[i % dimensions] += distance * distance / count;
        }

        for (var d = 0; d < dimensions; d++)
        {
            // A component that never changes tells nothing; it becomes 0.
            deviations[d] = deviations[d] > 0 ? Math.Sqrt(deviations[d]) : 1;
        }

        return new VectorScale(means, deviations);
    }

    /// <summary>Scales vectors in place.</summary>
    public void Apply(Span<float> vectors)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            var d = i % _means.Length;
            vectors[i] = (float)((vectors[i] - _means[d]) / _deviations[d]);
        }
    }

    /// <summary>The head for vectors as they are that gives the same logits as one for scaled vectors.</summary>
    /// <param name="weight">[classes, dimensions].</param>
    /// <param name="bias">[classes].</param>
    public (DenseTensor Weight, DenseTensor Bias) Fold(DenseTensor weight, DenseTensor bias)
    {
        var dimensions = _means.Length;
        var (weights, biases) = (new float[weight.Values.Length], new float[bias.Values.Length]);
        for (var c = 0; c < biases.Length; c++)
        {
            double sum = bias.Values[c];
            for (var d = 0; d < dimensions; d++)
            {
                var folded = weight.Values[(c * dimensions) + d] / _deviations[d];
                weights[(c * dimensions) + d] = (float)folded;
                sum -= folded * _means[d];
            }

            biases[c] = (float)sum;
        }

        return (new DenseTensor(weight.Shape, weights), new DenseTensor(bias.Shape, biases));
    }
}
