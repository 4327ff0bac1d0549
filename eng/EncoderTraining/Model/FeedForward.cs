using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Model;

/// <summary>Two linear layers with a GELU between them.</summary>
internal sealed class FeedForward(string name, int size, int intermediateSize, Random random)
{
    private readonly Buffer _inner = new();
    private readonly Buffer _activated = new();
    private readonly Buffer _gradient = new();

    public Linear Intermediate { get; } = new(name + ".intermediate", size, intermediateSize, random);

    public Linear Output { get; } = new(name + ".output", intermediateSize, size, random);

    public IEnumerable<Parameter> Parameters => [.. Intermediate.Parameters, .. Output.Parameters];

    public void Forward(Matrix x, Matrix y)
    {
        var inner = _inner.Matrix(x.Rows, intermediateSize);
        var activated = _activated.Matrix(x.Rows, intermediateSize);
        Intermediate.Forward(x, inner);
        var count = x.Rows * intermediateSize;
        Gelu.Forward(inner.Data.AsSpan(0, count), activated.Data.AsSpan(0, count));
        Output.Forward(activated, y);
    }

    /// <summary>Adds the input's gradient to <paramref name="dx"/>.</summary>
    public void Backward(Matrix x, Matrix dy, Matrix dx)
    {
        var gradient = _gradient.Matrix(x.Rows, intermediateSize);
        Output.Backward(_activated.Matrix(x.Rows, intermediateSize), dy, gradient);
        var count = x.Rows * intermediateSize;
        Gelu.Backward(_inner.Matrix(x.Rows, intermediateSize).Data.AsSpan(0, count), gradient.Data.AsSpan(0, count));
        Intermediate.Backward(x, gradient, dx, accumulate: true);
    }
}
