using System.Numerics.Tensors;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;

namespace EncoderTraining.Tests;

/// <summary>Compares hand-derived gradients with central differences along random directions.</summary>
internal static class GradientChecks
{
    public static float[] Random(int count, int seed, float scale = 1)
    {
        var random = new Random(seed);
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
            value = scale * (2 * random.NextSingle() - 1);
        return values;
    }

    public static Matrix RandomMatrix(int rows, int columns, int seed, float scale = 1) =>
        new(Random(rows * columns, seed, scale), rows, columns);

    /// <summary>Moves every parameter away from its special starting value (1, 0, or tiny).</summary>
    public static void Perturb(IEnumerable<Parameter> parameters, float scale)
    {
        var seed = 100;
        foreach (var parameter in parameters)
        {
            var noise = Random(parameter.Value.Data.Length, seed++, scale);
            TensorPrimitives.Add(parameter.Value.Data, noise, parameter.Value.Data);
        }
    }

    /// <summary>
    /// Checks each tensor: <paramref name="loss"/> may only read it, and <paramref name="gradient"/> is its derivative.
    /// </summary>
    public static void AssertDerivative(Func<double> loss, string name, float[] value, float[] gradient)
    {
        const float Step = 2e-3f;
        var original = value.ToArray();
        for (var trial = 0; trial < 3; trial++)
        {
            var direction = Random(value.Length, 7 + trial);
            var length = TensorPrimitives.Norm<float>(direction);
            TensorPrimitives.Multiply(direction, MathF.Sqrt(Math.Min(value.Length, 50)) / length, direction);
            var expected = Difference(loss, value, original, direction, Step);
            var actual = TensorPrimitives.Dot<float>(gradient, direction);
            var scale = TensorPrimitives.Norm<float>(gradient) * TensorPrimitives.Norm<float>(direction)
                / MathF.Sqrt(value.Length);
            Assert.True(Math.Abs(expected - actual) <= 0.01 * scale + 2e-4,
                $"{name}: the difference quotient is {expected}, the gradient says {actual} (scale {scale}).");
        }
    }

    private static double Difference(
        Func<double> loss, float[] value, float[] original, float[] direction, float step)
    {
        TensorPrimitives.MultiplyAdd(direction, step, original, value);
        var above = loss();
        TensorPrimitives.MultiplyAdd(direction, -step, original, value);
        var below = loss();
        original.CopyTo(value, 0);
        return (above - below) / (2 * step);
    }

    /// <summary>The weighted sum of a matrix: a loss whose gradient is the weights.</summary>
    public static double Weigh(Matrix values, Matrix weights)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Rows; i++)
            for (var j = 0; j < values.Columns; j++)
                sum += (double)values.Row(i)[j] * weights.Row(i)[j];
        return sum;
    }

    public static Matrix Copy(Matrix matrix) =>
        new(matrix.Data.AsSpan(0, matrix.Rows * matrix.Columns).ToArray(), matrix.Rows, matrix.Columns);
}
