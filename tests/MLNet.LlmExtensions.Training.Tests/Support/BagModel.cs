using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Support;

/// <summary>A model small enough to reason about: a text's vector is the mean of its tokens' embeddings, through tanh and seeded dropout.</summary>
internal sealed class BagModel : ITextModel
{
    private readonly Tensor _embeddings;
    private readonly double _dropout;

    public BagModel(int vocabulary, int dimensions, int seed = 1, double dropout = 0, bool frozen = false)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, vocabulary * dimensions).Select(_ => random.NextSingle() - 0.5f).ToArray();
        _embeddings = tensor(values, [vocabulary, dimensions], requires_grad: !frozen).DetachFromDisposeScope();
        _dropout = dropout;
        Dimensions = dimensions;
        Parameters = frozen ? [] : [new TrainableParameter("embeddings.weight", _embeddings, Decays: true)];
    }

    public Device Device => CPU;

    public int Dimensions { get; }

    public IReadOnlyList<TrainableParameter> Parameters { get; }

    public int ForwardCalls { get; private set; }

    public Tensor Forward(TokenBatch batch, bool training, long seed = 0) => Forward(batch, mask: null);

    public float ForwardBackward(TokenBatch batch, Func<Tensor, Tensor> loss, long seed)
    {
        using var scope = NewDisposeScope();
        var random = new Random((int)(seed ^ (seed >> 32)));
        var kept = Enumerable.Range(0, batch.Rows * Dimensions)
            .Select(_ => random.NextDouble() < _dropout ? 0f : (float)(1 / (1 - _dropout)))
            .ToArray();
        var value = loss(Forward(batch, tensor(kept, [batch.Rows, Dimensions])));
        value.backward();
        return value.item<float>();
    }

    public void Dispose() => _embeddings.Dispose();

    private Tensor Forward(TokenBatch batch, Tensor? mask)
    {
        ForwardCalls++;
        using var scope = NewDisposeScope();
        var ids = tensor(batch.InputIds, dtype: ScalarType.Int64);
        var attention = tensor(batch.AttentionMask.Select(value => (float)value).ToArray(), [batch.Rows, batch.Length, 1]);
        var tokens = _embeddings.index_select(0, ids).reshape(batch.Rows, batch.Length, Dimensions);
        var pooled = tokens.mul(attention).sum(1).div(attention.sum(1)).tanh();
        return (mask is null ? pooled : pooled.mul(mask)).MoveToOuterDisposeScope();
    }
}
