using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The parameters of a linear model with one output.</summary>
public abstract class LinearModelParameters : ModelParametersBase<float>
{
    private readonly float[] _weights;

    private protected LinearModelParameters(float[] weights, float bias)
    {
        _weights = weights;
        Bias = bias;
        Weights = Array.AsReadOnly(weights);
    }

    /// <summary>The weights, one for each feature.</summary>
    public IReadOnlyList<float> Weights { get; }

    /// <summary>The bias.</summary>
    public float Bias { get; protected set; }

    internal float Score(in VBuffer<float> features)
    {
        if (features.IsDense)
            return Bias + TensorPrimitives.Dot(_weights, features.GetValues());

        float sum = Bias;
        ReadOnlySpan<int> indices = features.GetIndices();
        ReadOnlySpan<float> values = features.GetValues();
        for (int i = 0; i < indices.Length; i++)
            sum += _weights[indices[i]] * values[i];

        return sum;
    }

    /// <summary>The bias and the weights as the start of an optimisation.</summary>
    internal double[] ToParameters(int featureCount)
    {
        Guard.State(_weights.Length == featureCount,
            "The input training data must have the same features used to train the input predictor.");
        return [Bias, .. Array.ConvertAll(_weights, w => (double)w)];
    }
}
