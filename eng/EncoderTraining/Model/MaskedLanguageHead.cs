using System.Numerics.Tensors;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Model;

/// <summary>
/// BERT's masked-token prediction: linear, GELU, normalisation, then the word embeddings as output layer. Only the
/// masked positions go through it.
/// </summary>
internal sealed class MaskedLanguageHead(EncoderShape shape, Parameter words, int seed)
{
    private readonly Buffer _input = new();
    private readonly Buffer _inner = new();
    private readonly Buffer _normalised = new();
    private readonly Buffer _logits = new();
    private readonly Buffer _gradient = new();
    private readonly Buffer _wordGradient = new();

    public Linear Transform { get; } = new("head.transform", shape.HiddenSize, shape.HiddenSize, new Random(seed));

    public LayerNorm Norm { get; } = new("head.norm", shape.HiddenSize);

    public Parameter Bias { get; } = Parameter.Vector("head.bias", shape.VocabularySize, 0);

    public IEnumerable<Parameter> Parameters => [.. Transform.Parameters, .. Norm.Parameters, Bias];

    /// <summary>
    /// The mean cross entropy (nats) of the targets. Puts the gradient of <paramref name="hidden"/> into
    /// <paramref name="hiddenGradient"/> (zero outside the masked positions) and adds to the parameters' gradients.
    /// </summary>
    public double LossAndGradient(
        Matrix hidden, IReadOnlyList<int> positions, IReadOnlyList<int> targets, Matrix hiddenGradient)
    {
        var (count, size) = (positions.Count, shape.HiddenSize);
        var input = _input.Matrix(count, size);
        var inner = _inner.Matrix(count, size);
        var normalised = _normalised.Matrix(count, size);
        var logits = _logits.Matrix(count, shape.VocabularySize);
        for (var i = 0; i < count; i++)
            hidden.Row(positions[i]).CopyTo(input.Row(i));
        Transform.Forward(input, inner);
        Gelu.Forward(inner.Data.AsSpan(0, count * size), normalised.Data.AsSpan(0, count * size));
        Norm.Forward(normalised, normalised);
        for (var i = 0; i < count; i++)
            Bias.Value.Data.CopyTo(logits.Row(i));
        Gemm.Multiply(normalised, words.Value.Transposed, logits, accumulate: true);

        var loss = 0.0;
        for (var i = 0; i < count; i++)
        {
            var row = logits.Row(i);
            var target = row[targets[i]];
            loss += Softmax.InPlace(row) - target;
            // The derivative of the mean cross entropy: probabilities less the one-hot target.
            row[targets[i]] -= 1;
            TensorPrimitives.Multiply(row, 1f / count, row);
            TensorPrimitives.Add(row, Bias.Gradient.Data, Bias.Gradient.Data);
        }

        AddWordGradient(normalised, logits);
        var gradient = _gradient.Matrix(count, size);
        Gemm.Multiply(logits, words.Value, gradient);
        Norm.Backward(gradient, gradient);
        Gelu.Backward(inner.Data.AsSpan(0, count * size), gradient.Data.AsSpan(0, count * size));
        Transform.Backward(input, gradient, normalised); // its own content is no longer needed

        hiddenGradient.Data.AsSpan(0, hidden.Rows * size).Clear();
        for (var i = 0; i < count; i++)
            normalised.Row(i).CopyTo(hiddenGradient.Row(positions[i]));
        return loss / count;
    }

    /// <summary>
    /// Multiplies with the vocabulary as columns (contiguous in the logits) and transposes the much smaller result.
    /// </summary>
    private void AddWordGradient(Matrix normalised, Matrix logitGradient)
    {
        var transposed = _wordGradient.Matrix(shape.HiddenSize, shape.VocabularySize);
        Gemm.Multiply(normalised.Transposed, logitGradient, transposed);
        for (var v = 0; v < shape.VocabularySize; v++)
        {
            var target = words.Gradient.Row(v);
            for (var h = 0; h < target.Length; h++)
                target[h] += transposed.Data[h * shape.VocabularySize + v];
        }
    }
}
