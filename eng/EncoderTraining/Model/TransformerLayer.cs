using System.Numerics.Tensors;
using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;
using Buffer = EncoderTraining.Numerics.Buffer;

namespace EncoderTraining.Model;

/// <summary>BERT's layer: attention and feed-forward, each added to its input and normalised afterwards.</summary>
internal sealed class TransformerLayer(string name, EncoderShape shape, Random random)
{
    private readonly Buffer _middle = new();
    private readonly Buffer _output = new();
    private readonly Buffer _middleGradient = new();
    private readonly Buffer _inputGradient = new();
    private Matrix _input;

    public SelfAttention Attention { get; } = new(name + ".attention", shape.HiddenSize, shape.HeadCount, random);

    public LayerNorm AttentionNorm { get; } = new(name + ".attention.norm", shape.HiddenSize);

    public FeedForward FeedForward { get; } =
        new(name + ".feedForward", shape.HiddenSize, shape.IntermediateSize, random);

    public LayerNorm OutputNorm { get; } = new(name + ".output.norm", shape.HiddenSize);

    public IEnumerable<Parameter> Parameters =>
        [.. Attention.Parameters, .. AttentionNorm.Parameters, .. FeedForward.Parameters, .. OutputNorm.Parameters];

    /// <summary>The result stays valid until the next forward pass; so must the input until the backward pass.</summary>
    public Matrix Forward(PackedBatch batch, Matrix x)
    {
        _input = x;
        var middle = _middle.Matrix(x.Rows, x.Columns);
        var output = _output.Matrix(x.Rows, x.Columns);
        Attention.Forward(batch, x, middle);
        Add(x, middle);
        AttentionNorm.Forward(middle, middle);
        FeedForward.Forward(middle, output);
        Add(middle, output);
        OutputNorm.Forward(output, output);
        return output;
    }

    /// <summary>Returns the input's gradient; <paramref name="dy"/> is overwritten.</summary>
    public Matrix Backward(PackedBatch batch, Matrix dy)
    {
        var middleGradient = _middleGradient.Matrix(dy.Rows, dy.Columns);
        var inputGradient = _inputGradient.Matrix(dy.Rows, dy.Columns);
        OutputNorm.Backward(dy, dy);
        Copy(dy, middleGradient);
        FeedForward.Backward(_middle.Matrix(dy.Rows, dy.Columns), dy, middleGradient);
        AttentionNorm.Backward(middleGradient, middleGradient);
        Copy(middleGradient, inputGradient);
        Attention.Backward(batch, _input, middleGradient, inputGradient);
        return inputGradient;
    }

    private static void Add(Matrix source, Matrix target)
    {
        var count = source.Rows * source.Columns;
        TensorPrimitives.Add(
            source.Data.AsSpan(0, count), target.Data.AsSpan(0, count), target.Data.AsSpan(0, count));
    }

    private static void Copy(Matrix source, Matrix target) =>
        source.Data.AsSpan(0, source.Rows * source.Columns).CopyTo(target.Data);
}
