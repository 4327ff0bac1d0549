using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The parameters of a linear model with one output for each class.</summary>
public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>, IMulticlassModel
{
    private readonly float[] _biases;
    private readonly float[][] _weights;

    private protected LinearMulticlassModelParametersBase(float[] biases, float[][] weights)
    {
        _biases = biases;
        _weights = weights;
    }

    int IMulticlassModel.FeatureCount => FeatureCount;

    int IMulticlassModel.ClassCount => _biases.Length;

    private int FeatureCount => _weights[0].Length;

    /// <summary>Copies the weights of each class.</summary>
    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = _biases.Length;
        if (weights is null || weights.Length < numClasses)
            Array.Resize(ref weights, numClasses);
        for (int c = 0; c < numClasses; c++)
            VBuffer<float>.Copy(_weights[c], 0, ref weights[c], FeatureCount);
    }

    /// <summary>The bias of each class.</summary>
    public IEnumerable<float> GetBiases() => Array.AsReadOnly(_biases);

    void IMulticlassModel.Score(in VBuffer<float> features, Span<float> scores)
    {
        ReadOnlySpan<float> values = features.GetValues();
        ReadOnlySpan<int> indices = features.GetIndices();
        for (int c = 0; c < scores.Length; c++)
        {
            float[] weights = _weights[c];
            float sum = _biases[c];
            if (features.IsDense)
            {
                sum += TensorPrimitives.Dot(weights, values);
            }
            else
            {
                for (int i = 0; i < indices.Length; i++)
                    sum += weights[indices[i]] * values[i];
            }

            scores[c] = sum;
        }

        Calibrate(scores);
    }

    /// <summary>The biases and then the weights as the start of an optimisation.</summary>
    internal double[] ToParameters(int classCount, int featureCount)
    {
        Guard.State(featureCount == FeatureCount,
            "The input training data must have the same features used to train the input predictor.");
        Guard.State(classCount == _biases.Length,
            $"The training data has {classCount} classes, the model to start from has {_biases.Length}.");
        return Array.ConvertAll([.. _biases, .. _weights.SelectMany(w => w)], w => (double)w);
    }

    private protected void SaveParameters(BinaryWriter writer)
    {
        writer.WriteSingles(_biases);
        foreach (float[] weights in _weights)
            writer.WriteSingles(weights);
    }

    private protected static (float[] Biases, float[][] Weights) ReadParameters(BinaryReader reader)
    {
        float[] biases = reader.ReadSingles();
        return (biases, Array.ConvertAll(biases, _ => reader.ReadSingles()));
    }

    /// <summary>Turns the linear outputs into scores.</summary>
    private protected abstract void Calibrate(Span<float> scores);
}
