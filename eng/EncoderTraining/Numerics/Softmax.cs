using System.Numerics.Tensors;

namespace EncoderTraining.Numerics;

/// <summary>The softmax of one row and its derivative.</summary>
internal static class Softmax
{
    /// <summary>Replaces scores by probabilities and returns the logarithm of the sum of their exponentials.</summary>
    public static float InPlace(Span<float> row)
    {
        var maximum = TensorPrimitives.Max<float>(row);
        TensorPrimitives.Subtract(row, maximum, row);
        TensorPrimitives.Exp<float>(row, row);
        var sum = TensorPrimitives.Sum<float>(row);
        TensorPrimitives.Multiply(row, 1 / sum, row);
        return maximum + MathF.Log(sum);
    }

    /// <summary>Turns the gradient of the probabilities into that of the scores, in place.</summary>
    public static void Backward(ReadOnlySpan<float> probabilities, Span<float> gradient)
    {
        TensorPrimitives.Subtract(gradient, TensorPrimitives.Dot(probabilities, gradient), gradient);
        TensorPrimitives.Multiply(gradient, probabilities, gradient);
    }
}
