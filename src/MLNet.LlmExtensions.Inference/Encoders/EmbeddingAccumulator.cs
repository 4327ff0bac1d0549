using System.Numerics.Tensors;

namespace MLNet.LlmExtensions.Inference.Encoders;

/// <summary>Averages the vectors of a text's windows, and normalises the average, readout by readout, where the vectors are normalised.</summary>
internal readonly ref struct EmbeddingAccumulator<TTarget>(TTarget target, ReadOnlySpan<int> readouts, bool normalize) : IVectorAccumulator
    where TTarget : IVectorTarget, allows ref struct
{
    private readonly TTarget _target = target;
    private readonly ReadOnlySpan<int> _readouts = readouts;

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
        if (!normalize)
        {
            return;
        }

        foreach (var size in _readouts)
        {
            var part = sum[..size];
            if (TensorPrimitives.Norm(part) is var norm and > 0)
            {
                TensorPrimitives.Divide(part, norm, part);
            }

            sum = sum[size..];
        }
    }
}
