using MLNet.LlmExtensions.Inference.Encoders;

namespace MLNet.LlmExtensions.Inference.Classification;

/// <summary>
/// Turns the vectors of a text's windows into probabilities. The head is linear, so that its scores are averaged instead of
/// the vectors: the result is the same, and takes no more room than the probabilities themselves.
/// </summary>
internal readonly ref struct ScoreAccumulator<TTarget>(TTarget target, ClassifierHead head) : IVectorAccumulator
    where TTarget : IVectorTarget, allows ref struct
{
    private readonly TTarget _target = target;

    public void Start(int text) => _target.Vector(text).Clear();

    public void Add(int text, ReadOnlySpan<float> vector) => head.Add(vector, _target.Vector(text));

    public void Complete(int text, int windows) => head.Complete(_target.Vector(text), windows);
}
