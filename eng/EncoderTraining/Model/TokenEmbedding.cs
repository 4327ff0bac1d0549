using System.Numerics.Tensors;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Model;

/// <summary>The sum of word, position and (first) token type embedding, normalised.</summary>
internal sealed class TokenEmbedding(EncoderShape shape, Random random)
{
    public const float InitialDeviation = 0.02f; // BERT's initializer_range

    private readonly Buffer _output = new();

    public Parameter Words { get; } = Parameter.Normal(
        "embeddings.words", shape.VocabularySize, shape.HiddenSize, random, InitialDeviation);

    public Parameter Positions { get; } = Parameter.Normal(
        "embeddings.positions", shape.MaximumPositions, shape.HiddenSize, random, InitialDeviation);

    /// <summary>Two rows, as BERT has; a single text uses the first alone.</summary>
    public Parameter Types { get; } = Parameter.Normal(
        "embeddings.types", 2, shape.HiddenSize, random, InitialDeviation);

    public LayerNorm Norm { get; } = new("embeddings.norm", shape.HiddenSize);

    public IEnumerable<Parameter> Parameters => [Words, Positions, Types, .. Norm.Parameters];

    public Matrix Forward(PackedBatch batch)
    {
        var output = _output.Matrix(batch.TokenCount, shape.HiddenSize);
        foreach (var (token, position) in Tokens(batch))
        {
            var row = output.Row(token);
            TensorPrimitives.Add(Words.Value.Row(batch.Ids[token]), Positions.Value.Row(position), row);
            TensorPrimitives.Add(row, Types.Value.Row(0), row);
        }

        Norm.Forward(output, output);
        return output;
    }

    /// <summary><paramref name="dy"/> is overwritten.</summary>
    public void Backward(PackedBatch batch, Matrix dy)
    {
        Norm.Backward(dy, dy);
        foreach (var (token, position) in Tokens(batch))
        {
            ReadOnlySpan<float> row = dy.Row(token);
            Accumulate(row, Words.Gradient.Row(batch.Ids[token]));
            Accumulate(row, Positions.Gradient.Row(position));
            Accumulate(row, Types.Gradient.Row(0));
        }
    }

    private static void Accumulate(ReadOnlySpan<float> row, Span<float> sum) => TensorPrimitives.Add(row, sum, sum);

    private static IEnumerable<(int Token, int Position)> Tokens(PackedBatch batch)
    {
        for (var s = 0; s < batch.SequenceCount; s++)
            for (var position = 0; position < batch.Length(s); position++)
                yield return (batch.Start(s) + position, position);
    }
}
