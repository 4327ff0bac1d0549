using System.Numerics.Tensors;
using MLNet.LlmExtensions.Models.Graphs;
using Onnx;

namespace MLNet.LlmExtensions.Models.Quantization;

/// <summary>Weights as signed 8-bit numbers with one scale for each row: a quarter of single precision.</summary>
/// <remarks>
/// <para>
/// Layout: values in the tensor's own row-major order; element <c>[r, c]</c> is <c>values[r, c] × scales[r]</c>. A row is one
/// index of the first dimension, so an output of a linear layer as PyTorch stores it and an input of GPT-2's Conv1D.
/// </para>
/// <para>
/// Symmetric: a row's scale is its largest magnitude / 127 (absmax, <see href="https://arxiv.org/abs/2208.07339"/>), zero
/// stays zero, and the error of an element is at most half its row's scale. Rows of zeros have the scale 1.
/// </para>
/// </remarks>
internal static class Int8RowQuantizer
{
    /// <summary>The largest quantised magnitude. -128 is not used, so that both signs have the same steps.</summary>
    public const int LargestValue = 127;

    /// <summary>Below this largest magnitude a row counts as zero, because its scale would lose digits.</summary>
    private const float Negligible = 1e-30f;

    /// <summary>Quantises a tensor, reading a few rows at a time.</summary>
    /// <param name="data">Where the tensor's elements are.</param>
    /// <param name="tensor">A floating-point tensor of at least one dimension.</param>
    /// <param name="values">Receives as many numbers as the tensor has elements.</param>
    /// <param name="scales">Receives as many numbers as the tensor has rows.</param>
    /// <exception cref="ArgumentException">A destination has another length, or the tensor has no dimension.</exception>
    /// <exception cref="InvalidDataException">
    /// The tensor is not floating point, has fewer elements than its shape says, or holds numbers that are not finite.
    /// </exception>
    public static unsafe void Quantize(TensorData data, TensorProto tensor, Span<sbyte> values, Span<float> scales)
    {
        if (tensor.Dims.Count == 0)
            throw new ArgumentException($"The tensor '{tensor.Name}' is a single number and has no rows.", nameof(tensor));
        var rows = tensor.Dims[0];
        var columns = tensor.Dims.Skip(1).Aggregate(1L, (product, size) => checked(product * size));
        if (scales.Length != rows)
            throw new ArgumentException($"The tensor '{tensor.Name}' has {rows} rows; there is room for {scales.Length} scales.", nameof(scales));
        if (values.Length != checked(rows * columns))
            throw new ArgumentException($"The tensor '{tensor.Name}' has {rows * columns} elements; there is room for {values.Length}.", nameof(values));
        if (values.IsEmpty)
        {
            scales.Fill(1);
            return;
        }

        var width = (int)columns;
        var pieceRows = Math.Max(1, TensorPieces.ComfortableLength / width);
        fixed (sbyte* fixedValues = values)
        fixed (float* fixedScales = scales)
        {
            // Each piece writes its own part, so threads do not meet.
            var (target, scale) = ((nint)fixedValues, (nint)fixedScales);
            TensorPieces.ForEach(data, tensor, values.Length, (int)Math.Min(values.Length, (long)pieceRows * width), (start, piece) =>
            {
                for (var offset = 0; offset < piece.Length; offset += width)
                {
                    ((float*)scale)[(start + offset) / width] =
                        QuantizeRow(piece.Slice(offset, width), new Span<sbyte>((sbyte*)target + start + offset, width));
                }
            });
        }

        if (!float.IsFinite(TensorPrimitives.MaxMagnitude<float>(scales)))
            throw new InvalidDataException($"The weight '{tensor.Name}' holds values that are not finite and cannot be quantised.");
    }

    private static float QuantizeRow(Span<float> row, Span<sbyte> destination)
    {
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(row));
        if (largest < Negligible)
        {
            destination.Clear();
            return 1;
        }

        var scale = largest / LargestValue;
        TensorPrimitives.Divide<float>(row, scale, row);
        TensorPrimitives.Round<float>(row, row);
        TensorPrimitives.ConvertSaturating<float, sbyte>(row, destination);
        return scale;
    }
}
