using EncoderTraining.Numerics;
using EncoderTraining.Optimisation;

namespace EncoderTraining.Model;

/// <summary>
/// The encoder of BERT (Devlin et al. 2019) without pooler and dropout, with hand-derived gradients. Not thread-safe:
/// the activations of the last forward pass are kept for the backward pass.
/// </summary>
internal sealed class BertEncoder
{
    public BertEncoder(EncoderShape shape, int seed)
    {
        if (shape.HiddenSize % shape.HeadCount != 0)
            throw new ArgumentException("The hidden size must be a multiple of the number of heads.", nameof(shape));
        var random = new Random(seed);
        Shape = shape;
        Embedding = new TokenEmbedding(shape, random);
        Layers = [.. Enumerable.Range(0, shape.LayerCount)
            .Select(i => new TransformerLayer($"layers.{i}", shape, random))];
    }

    public EncoderShape Shape { get; }

    public TokenEmbedding Embedding { get; }

    public IReadOnlyList<TransformerLayer> Layers { get; }

    public IEnumerable<Parameter> Parameters => [.. Embedding.Parameters, .. Layers.SelectMany(l => l.Parameters)];

    /// <summary>The last hidden state, one row per token; valid until the next forward pass.</summary>
    public Matrix Forward(PackedBatch batch)
    {
        var x = Embedding.Forward(batch);
        foreach (var layer in Layers)
            x = layer.Forward(batch, x);
        return x;
    }

    /// <summary>Adds to all gradients; <paramref name="gradient"/>, of the last hidden state, is overwritten.</summary>
    public void Backward(PackedBatch batch, Matrix gradient)
    {
        for (var i = Layers.Count - 1; i >= 0; i--)
            gradient = Layers[i].Backward(batch, gradient);
        Embedding.Backward(batch, gradient);
    }
}
