using System.Numerics.Tensors;

namespace MLNet.LlmExtensions.Inference.Encoders;

/// <summary>Averages the vectors of a text's windows, and normalises the average where the vectors are normalised.</summary>
internal readonly ref struct EmbeddingAccumulator<TTarget>(TTarget target, bool normalize) : IVectorAccumulator
    where TTarget : IVectorTarget, allows ref struct
{
    private readonly TTarget _target = target;

    public void Start(int text) => _target.Vector(text).Clear();

    public void Add(int text, ReadOnlySpan<float> vector)
    {
        var sum = _target.Vector(text);
        TensorPrimitives.Add(sum, vector, sum);
    }

    public void Complete(int text, int windows)
    {
        // The vector of a single window stays as it is, to the bit.
        if (windows < 2)
        {
            return;
        }

        var sum = _target.Vector(text);
        TensorPrimitives.Divide(sum, windows, sum);
        if (normalize && TensorPrimitives.Norm(sum) is var norm and > 0)
        {
            TensorPrimitives.Divide(sum, norm, sum);
        }
    }
}
