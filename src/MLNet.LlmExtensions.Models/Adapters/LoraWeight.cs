using System.Numerics.Tensors;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>
/// The weight of a linear layer with its adapter merged in, W + s·B·A, times DoRA's magnitudes over the norms of its
/// outputs. Computed a row at a time, so that a weight of any size takes no memory worth mentioning.
/// </summary>
internal sealed class LoraWeight
{
    private const float SmallestNorm = 1e-12f;

    private readonly LinearLayer _layer;
    private readonly float[] _scaled;
    private readonly float[] _other;
    private readonly int _rank;
    private readonly DenseTensor? _magnitude;

    /// <param name="layer">The frozen layer.</param>
    /// <param name="a">[rank, in].</param>
    /// <param name="b">[out, rank].</param>
    /// <param name="magnitude">[out], or null without DoRA.</param>
    /// <param name="scaling">s.</param>
    public LoraWeight(LinearLayer layer, DenseTensor? a, DenseTensor? b, DenseTensor? magnitude, double scaling)
    {
        _layer = layer;
        _magnitude = magnitude;
        _rank = a is null ? 0 : (int)a.Shape[0];

        // A row of the stored weight is an output or an input; what belongs to it are _rank numbers in a row of _other, and
        // the rows of _scaled are what they weigh.
        if (a is null || b is null)
            (_scaled, _other) = ([], []);
        else if (layer.IsOutputFirst)
            (_scaled, _other) = (Scaled(a.Values, scaling), b.Values);
        else
            (_scaled, _other) = (Scaled(Turned(b, layer.Outputs), scaling), Turned(a, _rank));
    }

    /// <summary>The layer without an adapter.</summary>
    public static LoraWeight Frozen(LinearLayer layer) => new(layer, null, null, null, 1);

    /// <summary>The layer with the adapter that trained tensors have for it.</summary>
    /// <param name="layer">The frozen layer.</param>
    /// <param name="tensors">Trained tensors by the names of the graph.</param>
    /// <param name="configuration">Tells the scaling.</param>
    /// <exception cref="InvalidDataException">A part of the adapter is missing or has another shape.</exception>
    public static LoraWeight Of(LinearLayer layer, IReadOnlyDictionary<string, DenseTensor> tensors, LoraConfiguration configuration)
    {
        var (nameOfA, nameOfB) = (TensorNames.A(layer.Module), TensorNames.B(layer.Module));
        if (!tensors.TryGetValue(nameOfA, out var a) || !tensors.TryGetValue(nameOfB, out var b))
            throw new InvalidDataException($"The adapter of '{layer.Module}' lacks '{nameOfA}' or '{nameOfB}'.");
        tensors.TryGetValue(TensorNames.Magnitude(layer.Module), out var magnitude);
        if (a.Shape is not [var rank, var inputs] || b.Shape is not [var outputs, var otherRank] || rank != otherRank
            || inputs != layer.Inputs || outputs != layer.Outputs || (magnitude is not null && !magnitude.Shape.SequenceEqual([outputs])))
        {
            throw new InvalidDataException(
                $"The adapter of '{layer.Module}' has the shapes {a} and {b}{(magnitude is null ? "" : $" and {magnitude}")}, which do not fit a weight of [{layer.Outputs}, {layer.Inputs}].");
        }

        return new LoraWeight(layer, a, b, magnitude, configuration.Scaling(layer.Module));
    }

    /// <summary>Number of rows of the stored weight.</summary>
    public int Rows => checked((int)_layer.Weight.Dims[0]);

    /// <summary>Elements of a row of the stored weight.</summary>
    public int Columns => checked((int)_layer.Weight.Dims[1]);

    /// <summary>The L2 norm of the weights of each output, before any magnitude.</summary>
    public float[] Norms(TensorData data)
    {
        var norms = new float[_layer.Outputs];
        var row = new float[Columns];
        if (_layer.IsOutputFirst)
        {
            for (var i = 0; i < norms.Length; i++)
            {
                Sum(data, i, row);
                norms[i] = TensorPrimitives.Norm<float>(row);
            }

            return norms;
        }

        // An output is a column here: its squares come together over the rows, in double precision as there may be many.
        var squares = new double[Columns];
        for (var i = 0; i < Rows; i++)
        {
            Sum(data, i, row);
            for (var j = 0; j < row.Length; j++)
                squares[j] += (double)row[j] * row[j];
        }

        for (var j = 0; j < norms.Length; j++)
            norms[j] = (float)Math.Sqrt(squares[j]);
        return norms;
    }

    /// <summary>DoRA's factor for each output, or null without DoRA.</summary>
    public float[]? Gains(TensorData data)
    {
        if (_magnitude is null)
            return null;
        var gains = Norms(data);
        for (var i = 0; i < gains.Length; i++)
            gains[i] = _magnitude.Values[i] / MathF.Max(gains[i], SmallestNorm);
        return gains;
    }

    /// <summary>One row of the merged weight, in the layout in which the weight is stored.</summary>
    /// <param name="data">Reads the frozen weight.</param>
    /// <param name="index">The row.</param>
    /// <param name="gains">What <see cref="Gains"/> gave.</param>
    /// <param name="destination">Receives the row.</param>
    public void CopyRow(TensorData data, int index, float[]? gains, Span<float> destination)
    {
        Sum(data, index, destination);
        if (gains is null)
            return;
        if (_layer.IsOutputFirst)
            TensorPrimitives.Multiply<float>(destination, gains[index], destination);
        else
            TensorPrimitives.Multiply(destination, gains, destination);
    }

    /// <summary>A row of W + s·B·A.</summary>
    private void Sum(TensorData data, int index, Span<float> destination)
    {
        data.CopyFloats(_layer.Weight, (long)index * Columns, destination);
        for (var r = 0; r < _rank; r++)
        {
            TensorPrimitives.MultiplyAdd<float>(
                _scaled.AsSpan(r * Columns, Columns), _other[(index * _rank) + r], destination, destination);
        }
    }

    private static float[] Scaled(float[] values, double scaling)
    {
        var result = new float[values.Length];
        TensorPrimitives.Multiply<float>(values, (float)scaling, result);
        return result;
    }

    /// <summary>The transpose of a matrix: its columns as rows.</summary>
    private static float[] Turned(DenseTensor matrix, long rows)
    {
        var columns = rows == 0 ? 0 : (int)(matrix.Values.Length / rows);
        var result = new float[matrix.Values.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                result[(j * rows) + i] = matrix.Values[(i * columns) + j];
        }

        return result;
    }
}
