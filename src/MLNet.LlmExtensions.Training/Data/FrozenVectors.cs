using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>Examples whose vectors do not change and were computed once: what training a head alone needs. Disposing frees the vectors.</summary>
internal sealed class FrozenVectors : IExampleVectors, IDisposable
{
    private readonly Tensor _vectors;
    private readonly IReadOnlyList<IReadOnlyList<int>> _labels;

    private FrozenVectors(Tensor vectors, IReadOnlyList<IReadOnlyList<int>> labels, VectorScale scale)
    {
        _vectors = vectors;
        Scale = scale;
        _labels = labels;
        Sizes = [.. Enumerable.Repeat(new ExampleSize(1, 1), labels.Count)];
    }

    public Device Device => _vectors.device;

    public int Dimensions => (int)_vectors.shape[1];

    public IReadOnlyList<TrainableParameter> Parameters => [];

    public IReadOnlyList<ExampleSize> Sizes { get; }

    /// <summary>How the vectors were scaled.</summary>
    public VectorScale Scale { get; }

    /// <summary>Computes the vectors and scales them.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="scale">The scale of the training rows; <see langword="null"/> for these, which are measured.</param>
    /// <param name="tokenBudget">Of one pass.</param>
    /// <param name="maximumBatchSize">The most examples of one pass.</param>
    /// <param name="cancellationToken">Ends the work between two passes.</param>
    public static FrozenVectors Compute(
        IExampleVectors source, VectorScale? scale, int tokenBudget, int maximumBatchSize, CancellationToken cancellationToken)
    {
        var (examples, dimensions) = (source.Sizes.Count, source.Dimensions);
        var vectors = new float[checked(examples * dimensions)];
        foreach (var batch in new BatchSampler(source.Sizes, tokenBudget, maximumBatchSize, seed: 0).Sorted())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var computed = TensorValues.ToArray(source.Forward(batch));
            for (var i = 0; i < batch.Length; i++)
            {
                computed.AsSpan(i * dimensions, dimensions).CopyTo(vectors.AsSpan(batch[i] * dimensions));
            }
        }

        scale ??= VectorScale.Measure(vectors, dimensions);
        scale.Apply(vectors);
        return new FrozenVectors(
            tensor(vectors, [examples, dimensions], dtype: ScalarType.Float32, device: source.Device).DetachFromDisposeScope(),
            [.. Enumerable.Range(0, examples).Select(source.Labels)],
            scale);
    }

    public IReadOnlyList<int> Labels(int example) => _labels[example];

    public long Tokens(IReadOnlyList<int> examples, bool padded) => 0;

    public Tensor Forward(IReadOnlyList<int> examples)
    {
        using var noGradients = no_grad();
        using var indices = Indices(examples, Device);
        return _vectors.index_select(0, indices);
    }

    public float ForwardBackward(IReadOnlyList<int> examples, Func<Tensor, Tensor> loss, long seed)
    {
        using var scope = NewDisposeScope();
        var value = loss(Forward(examples));
        value.backward();
        return value.detach().cpu().item<float>();
    }

    public void Dispose() => _vectors.Dispose();

    private static Tensor Indices(IReadOnlyList<int> examples, Device device) =>
        tensor(examples.Select(example => (long)example).ToArray(), dtype: ScalarType.Int64, device: device);
}
