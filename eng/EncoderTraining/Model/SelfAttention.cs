using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Model;

/// <summary>
/// Multi-head scaled dot-product attention within each sequence of a packed batch (Vaswani et al. 2017), with the
/// query, key and value projections fused into one matrix.
/// </summary>
internal sealed class SelfAttention(string name, int size, int headCount, Random random)
{
    private readonly int _headSize = size / headCount;
    private readonly float _scale = 1 / MathF.Sqrt(size / headCount);
    private readonly Buffer _projected = new();
    private readonly Buffer _context = new();
    private readonly Buffer _probabilities = new();
    private readonly Buffer _projectedGradient = new();
    private readonly Buffer _contextGradient = new();
    private readonly Buffer _scoreGradient = new();

    /// <summary>Columns: queries of all heads, then keys, then values.</summary>
    public Linear Projection { get; } = new(name + ".qkv", size, 3 * size, random);

    public Linear Output { get; } = new(name + ".output", size, size, random);

    public IEnumerable<Parameter> Parameters => [.. Projection.Parameters, .. Output.Parameters];

    public void Forward(PackedBatch batch, Matrix x, Matrix y)
    {
        var projected = _projected.Matrix(batch.TokenCount, 3 * size);
        var context = _context.Matrix(batch.TokenCount, size);
        Projection.Forward(x, projected);
        foreach (var head in Heads(batch, _probabilities))
        {
            var (queries, keys, values) = Split(projected, head);
            Gemm.Multiply(queries, keys.Transposed, head.Scores, scale: _scale);
            for (var i = 0; i < head.Length; i++)
                Softmax.InPlace(head.Scores.Row(i));
            Gemm.Multiply(head.Scores, values, context.Block(head.Start, head.Column, head.Length, _headSize));
        }

        Output.Forward(context, y);
    }

    /// <summary>Adds the input's gradient to <paramref name="dx"/>. Must follow the forward pass of the same batch.</summary>
    public void Backward(PackedBatch batch, Matrix x, Matrix dy, Matrix dx)
    {
        var projected = _projected.Matrix(batch.TokenCount, 3 * size);
        var projectedGradient = _projectedGradient.Matrix(batch.TokenCount, 3 * size);
        var contextGradient = _contextGradient.Matrix(batch.TokenCount, size);
        Output.Backward(_context.Matrix(batch.TokenCount, size), dy, contextGradient);
        foreach (var head in Heads(batch, _probabilities))
        {
            var (queries, keys, values) = Split(projected, head);
            var (dQueries, dKeys, dValues) = Split(projectedGradient, head);
            var dContext = contextGradient.Block(head.Start, head.Column, head.Length, _headSize);
            var dScores = _scoreGradient.Matrix(head.Length, head.Length);
            Gemm.Multiply(head.Scores.Transposed, dContext, dValues);
            Gemm.Multiply(dContext, values.Transposed, dScores);
            for (var i = 0; i < head.Length; i++)
                Softmax.Backward(head.Scores.Row(i), dScores.Row(i));
            Gemm.Multiply(dScores, keys, dQueries, scale: _scale);
            Gemm.Multiply(dScores.Transposed, queries, dKeys, scale: _scale);
        }

        Projection.Backward(x, projectedGradient, dx, accumulate: true);
    }

    private (Matrix Queries, Matrix Keys, Matrix Values) Split(Matrix projected, Head head) =>
        (projected.Block(head.Start, head.Column, head.Length, _headSize),
         projected.Block(head.Start, head.Column + size, head.Length, _headSize),
         projected.Block(head.Start, head.Column + 2 * size, head.Length, _headSize));

    /// <summary>Every head of every sequence with its place in the buffer of attention probabilities.</summary>
    private IEnumerable<Head> Heads(PackedBatch batch, Buffer scores)
    {
        var total = 0;
        for (var s = 0; s < batch.SequenceCount; s++)
            total += headCount * batch.Length(s) * batch.Length(s);
        var all = scores.Matrix(1, total).Data;
        var offset = 0;
        for (var s = 0; s < batch.SequenceCount; s++)
        {
            var length = batch.Length(s);
            for (var h = 0; h < headCount; h++, offset += length * length)
            {
                yield return new Head(batch.Start(s), length, h * _headSize,
                    new Matrix(all, offset, length, length, length));
            }
        }
    }

    private readonly record struct Head(int Start, int Length, int Column, Matrix Scores);
}
