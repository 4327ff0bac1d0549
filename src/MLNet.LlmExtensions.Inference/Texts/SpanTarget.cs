namespace MLNet.LlmExtensions.Inference;

/// <summary>Vectors one after the other in one span.</summary>
internal readonly ref struct SpanTarget(Span<float> vectors, int dimensions) : IVectorTarget
{
    private readonly Span<float> _vectors = vectors;

    public Span<float> Vector(int index) => _vectors.Slice(index * dimensions, dimensions);
}
