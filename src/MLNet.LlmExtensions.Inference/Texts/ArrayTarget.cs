namespace MLNet.LlmExtensions.Inference;

/// <summary>An array for each vector, made when it is first asked for.</summary>
internal readonly struct ArrayTarget(float[]?[] vectors, int dimensions) : IVectorTarget
{
    public Span<float> Vector(int index) => vectors[index] ??= new float[dimensions];
}
