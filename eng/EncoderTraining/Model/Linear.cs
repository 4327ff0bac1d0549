using System.Numerics.Tensors;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;

namespace EncoderTraining.Model;

/// <summary>y = x · W + b.</summary>
internal sealed class Linear(string name, int inputs, int outputs, Random random)
{
    public const float InitialDeviation = 0.02f; // BERT's initializer_range

    public Parameter Weight { get; } = Parameter.Normal(name + ".weight", inputs, outputs, random, InitialDeviation);

    public Parameter Bias { get; } = Parameter.Vector(name + ".bias", outputs, 0);

    public IEnumerable<Parameter> Parameters => [Weight, Bias];

    public void Forward(Matrix x, Matrix y)
    {
        for (var i = 0; i < y.Rows; i++)
            Bias.Value.Data.CopyTo(y.Row(i));
        Gemm.Multiply(x, Weight.Value, y, accumulate: true);
    }

    /// <summary>Adds to the parameters' gradients, and puts (or adds) the input's gradient into <paramref name="dx"/>.</summary>
    public void Backward(Matrix x, Matrix dy, Matrix dx, bool accumulate = false)
    {
        Gemm.Multiply(x.Transposed, dy, Weight.Gradient, accumulate: true);
        for (var i = 0; i < dy.Rows; i++)
            TensorPrimitives.Add(Bias.Gradient.Data, dy.Row(i), Bias.Gradient.Data);
        Gemm.Multiply(dy, Weight.Value.Transposed, dx, accumulate);
    }
}
