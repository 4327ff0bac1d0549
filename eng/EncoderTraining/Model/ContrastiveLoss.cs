using System.Numerics.Tensors;
using EncoderTraining.Numerics;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Model;

/// <summary>
/// Multiple negatives ranking in both directions: each text must pick its partner among all partners of the batch
/// (Henderson et al. 2017; van den Oord et al. 2018).
/// </summary>
internal sealed class ContrastiveLoss(float temperature)
{
    private readonly Buffer _scores = new();
    private readonly Buffer _gradient = new();

    /// <summary>
    /// The mean loss (nats) of unit vectors: rows 0..n-1 are the first texts, rows n..2n-1 their partners.
    /// </summary>
    /// <param name="pooled">The 2n unit vectors.</param>
    /// <param name="isNegative">Whether text i and partner j are known not to belong together (i ≠ j).</param>
    /// <param name="pooledGradient">Receives the gradient.</param>
    /// <param name="accuracy">How many texts ranked their partner first.</param>
    public double LossAndGradient(
        Matrix pooled, Func<int, int, bool> isNegative, Matrix pooledGradient, out double accuracy)
    {
        var n = pooled.Rows / 2;
        var first = pooled.RowRange(0, n);
        var second = pooled.RowRange(n, n);
        var scores = _scores.Matrix(n, n);
        var gradient = _gradient.Matrix(n, n);
        Gemm.Multiply(first, second.Transposed, scores, scale: 1 / temperature);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                if (i != j && !isNegative(i, j))
                    scores.Row(i)[j] = -1e9f;

        var loss = 0.0;
        var hits = 0;
        var line = new float[n];
        gradient.Data.AsSpan(0, n * n).Clear();
        for (var i = 0; i < n; i++)
        {
            scores.Row(i).CopyTo(line);
            hits += TensorPrimitives.IndexOfMax<float>(line) == i ? 1 : 0;
            loss += Softmax.InPlace(line) - scores.Row(i)[i];
            line[i] -= 1;
            TensorPrimitives.Add(line, gradient.Row(i), gradient.Row(i));

            for (var j = 0; j < n; j++)
                line[j] = scores.Row(j)[i];
            loss += Softmax.InPlace(line) - scores.Row(i)[i];
            line[i] -= 1;
            for (var j = 0; j < n; j++)
                gradient.Row(j)[i] += line[j];
        }

        var scale = 0.5f / n / temperature;
        Gemm.Multiply(gradient, second, pooledGradient.RowRange(0, n), scale: scale);
        Gemm.Multiply(gradient.Transposed, first, pooledGradient.RowRange(n, n), scale: scale);
        accuracy = (double)hits / n;
        return loss / (2 * n);
    }
}
