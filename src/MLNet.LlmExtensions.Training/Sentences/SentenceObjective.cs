using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Optimization;

namespace MLNet.LlmExtensions.Training.Sentences;

/// <summary>Vectors of texts that lie to one another as a loss wants it.</summary>
/// <param name="examples">The examples.</param>
/// <param name="encoder">Computes the vectors.</param>
/// <param name="loss">The loss.</param>
/// <param name="learningRate">The learning rate.</param>
/// <param name="seed">Of the training.</param>
internal sealed class SentenceObjective(SentenceExamples examples, SentenceEncoder encoder, ISentenceLoss loss, double learningRate, long seed) : ITrainingObjective
{
    public IReadOnlyList<ParameterGroup> Groups { get; } = [new ParameterGroup(encoder.Parameters, learningRate)];

    public IReadOnlyList<ExampleSize> Sizes => examples.Sizes;

    public long Tokens(IReadOnlyList<int> batch, bool padded) => encoder.Tokens(examples.TextsOf(batch), padded);

    public double Weight(IReadOnlyList<int> batch, BatchPlace place) => batch.Count;

    public double ForwardBackward(IReadOnlyList<int> batch, BatchPlace place, double divisor)
    {
        var texts = examples.TextsOf(batch);
        return encoder.ForwardBackward(
            texts, vectors => loss.Mean(examples.Batch(vectors, texts, batch)).mul(batch.Count / divisor), place.Seed(seed, SeedUse.ModelDropout));
    }
}
