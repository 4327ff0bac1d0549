using System.Numerics.Tensors;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Model;

/// <summary>Normalises each row to mean 0 and variance 1, then scales and shifts it (Ba, Kiros, Hinton 2016).</summary>
internal sealed class LayerNorm(string name, int size)
{
    public const float Epsilon = 1e-12f;

    private readonly Buffer _normalised = new();
    private readonly Buffer _inverseDeviations = new();
    private readonly float[] _scaled = new float[size];

    public Parameter Weight { get; } = Parameter.Vector(name + ".weight", size, 1);

    public Parameter Bias { get; } = Parameter.Vector(name + ".bias", size, 0);

    public IEnumerable<Parameter> Parameters => [Weight, Bias];

    /// <summary><paramref name="y"/> may be <paramref name="x"/>.</summary>
    public void Forward(Matrix x, Matrix y)
    {
        var normalised = _normalised.Matrix(x.Rows, size);
        var inverse = _inverseDeviations.Span(x.Rows);
        for (var i = 0; i < x.Rows; i++)
        {
            var row = normalised.Row(i);
            TensorPrimitives.Subtract(x.Row(i), TensorPrimitives.Sum<float>(x.Row(i)) / size, row);
            inverse[i] = 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(row) / size + Epsilon);
            TensorPrimitives.Multiply(row, inverse[i], row);
            TensorPrimitives.MultiplyAdd(row, Weight.Value.Data, Bias.Value.Data, y.Row(i));
        }
    }

    /// <summary>For the rows of the last forward pass; <paramref name="dx"/> may be <paramref name="dy"/>.</summary>
    public void Backward(Matrix dy, Matrix dx)
    {
        var normalised = _normalised.Matrix(dy.Rows, size);
        var inverse = _inverseDeviations.Span(dy.Rows);
        for (var i = 0; i < dy.Rows; i++)
        {
            ReadOnlySpan<float> row = normalised.Row(i), gradient = dy.Row(i);
            TensorPrimitives.MultiplyAdd(gradient, row, Weight.Gradient.Data, Weight.Gradient.Data);
            TensorPrimitives.Add(gradient, Bias.Gradient.Data, Bias.Gradient.Data);

            // dx = (g - mean(g) - n · mean(g · n)) / deviation, where g = dy · weight and n is the normalised row
            TensorPrimitives.Multiply(gradient, Weight.Value.Data, _scaled);
            var mean = TensorPrimitives.Sum<float>(_scaled) / size;
            var projection = TensorPrimitives.Dot(_scaled, row) / size;
            TensorPrimitives.MultiplyAdd(row, -projection, _scaled, _scaled);
            TensorPrimitives.Subtract(_scaled, mean, _scaled);
            TensorPrimitives.Multiply(_scaled, inverse[i], dx.Row(i));
        }
    }
}
