using EncoderTraining.Numerics;

namespace EncoderTraining.Optimisation;

/// <summary>
/// A trained tensor with its gradient. Weights of linear layers are stored [input, output] (transposed on export),
/// vectors as one row.
/// </summary>
/// <param name="name">What it is, for messages and checks.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The number of columns.</param>
/// <param name="decays">Whether weight decay applies: to matrices, not to biases and normalisation weights.</param>
internal sealed class Parameter(string name, int rows, int columns, bool decays)
{
    public string Name { get; } = name;

    public bool Decays { get; } = decays;

    public Matrix Value { get; } = new(new float[rows * columns], rows, columns);

    public Matrix Gradient { get; } = new(new float[rows * columns], rows, columns);

    public static Parameter Vector(string name, int length, float initial)
    {
        var parameter = new Parameter(name, 1, length, decays: false);
        Array.Fill(parameter.Value.Data, initial);
        return parameter;
    }

    /// <summary>A matrix with normally distributed values.</summary>
    public static Parameter Normal(string name, int rows, int columns, Random random, float deviation)
    {
        var parameter = new Parameter(name, rows, columns, decays: true);
        foreach (ref var value in parameter.Value.Data.AsSpan())
        {
            // Box and Muller's transform; 1 - u keeps the logarithm finite.
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            value = deviation * (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return parameter;
    }
}
