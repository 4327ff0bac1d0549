namespace MLNet.LlmExtensions.Inference;

/// <summary>Where the vectors of a call go.</summary>
internal interface IVectorTarget
{
    Span<float> Vector(int index);
}
