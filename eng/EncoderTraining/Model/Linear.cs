using System.Numerics.Tensors;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;

namespace EncoderTraining.Model;

/// <summary>y = x · W + b.</summary>
internal sealed class Linear(string name, int inputs, int outputs, Random random)
{
    // Glorot and Bengio 2010. BERT's 0.02 is of this size at 768 wide, and far too small here.
    public Parameter Weight { get; } = Parameter.Normal(
        name + ".weight", inputs, outputs, random, MathF.Sqrt(2f / (inputs + outputs)));

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
