using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Losses;
using MLNet.LlmExtensions.Training.Optimization;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Classes of texts: a linear head on the vectors of a model, and the loss of its logits.</summary>
/// <param name="vectors">The training rows.</param>
/// <param name="head">The head.</param>
/// <param name="loss">The loss.</param>
/// <param name="settings">The learning rates.</param>
/// <param name="seed">Of the training.</param>
internal sealed class ClassificationObjective(
    IExampleVectors vectors, ClassifierHead head, ClassificationLoss loss, ResolvedTraining settings, long seed) : ITrainingObjective
{
    public IReadOnlyList<ParameterGroup> Groups { get; } =
    [
        new ParameterGroup(vectors.Parameters, settings.LearningRate),
        new ParameterGroup(head.Parameters, settings.HeadLearningRate),
    ];

    public IReadOnlyList<ExampleSize> Sizes => vectors.Sizes;

    public long Tokens(IReadOnlyList<int> examples, bool padded) => vectors.Tokens(examples, padded);

    public double Weight(IReadOnlyList<int> examples, BatchPlace place) => examples.Sum(example => loss.Weight(vectors.Labels(example)));

    public double ForwardBackward(IReadOnlyList<int> examples, BatchPlace place, double divisor)
    {
        var labels = examples.Select(vectors.Labels).ToArray();
        var headSeed = place.Seed(seed, SeedUse.HeadDropout);
        return vectors.ForwardBackward(
            examples, values => loss.Sum(head.TrainingLogits(values, headSeed), labels).div(divisor), place.Seed(seed, SeedUse.ModelDropout));
    }
}
