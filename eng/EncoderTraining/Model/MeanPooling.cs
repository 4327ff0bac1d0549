using System.Numerics.Tensors;
using EncoderTraining.Numerics;

namespace EncoderTraining.Model;

/// <summary>The mean over a sequence's tokens (special tokens included), scaled to length 1.</summary>
internal static class MeanPooling
{
    /// <summary>Fills <paramref name="pooled"/>, one row per sequence, and keeps the means' lengths.</summary>
    public static void Forward(PackedBatch batch, Matrix hidden, Matrix pooled, Span<float> norms)
    {
        for (var s = 0; s < batch.SequenceCount; s++)
        {
            var row = pooled.Row(s);
            row.Clear();
            for (var i = 0; i < batch.Length(s); i++)
                TensorPrimitives.Add(row, hidden.Row(batch.Start(s) + i), row);
            TensorPrimitives.Divide(row, batch.Length(s), row);
            norms[s] = Math.Max(TensorPrimitives.Norm<float>(row), 1e-12f);
            TensorPrimitives.Divide(row, norms[s], row);
        }
    }

    /// <summary>The gradient of the hidden states from that of the pooled rows, which is overwritten.</summary>
    public static void Backward(
        PackedBatch batch, Matrix pooled, ReadOnlySpan<float> norms, Matrix pooledGradient, Matrix hiddenGradient)
    {
        for (var s = 0; s < batch.SequenceCount; s++)
        {
            // Only the part of the gradient across the unit vector changes its direction.
            Span<float> gradient = pooledGradient.Row(s), unit = pooled.Row(s);
            TensorPrimitives.MultiplyAdd(unit, -TensorPrimitives.Dot<float>(unit, gradient), gradient, gradient);
            TensorPrimitives.Divide(gradient, norms[s] * batch.Length(s), gradient);
            for (var i = 0; i < batch.Length(s); i++)
                gradient.CopyTo(hiddenGradient.Row(batch.Start(s) + i));
        }
    }
}
