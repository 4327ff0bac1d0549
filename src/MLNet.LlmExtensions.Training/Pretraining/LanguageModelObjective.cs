using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Optimization;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>The mean cross entropy of the tokens that are to be predicted.</summary>
/// <param name="rows">The rows to train on.</param>
/// <param name="loss">The head and its loss.</param>
/// <param name="groups">What is trained.</param>
/// <param name="seed">Of the training.</param>
internal sealed class LanguageModelObjective(PredictionRows rows, VocabularyLoss loss, IReadOnlyList<ParameterGroup> groups, long seed) : ITrainingObjective
{
    public IReadOnlyList<ParameterGroup> Groups => groups;

    public IReadOnlyList<ExampleSize> Sizes => rows.Sizes;

    public long Tokens(IReadOnlyList<int> examples, bool padded) => rows.Tokens(examples, padded);

    public double Weight(IReadOnlyList<int> examples, BatchPlace place) => rows.Predictions(examples, place.Epoch);

    public double ForwardBackward(IReadOnlyList<int> examples, BatchPlace place, double divisor)
    {
        var value = 0.0;
        rows.ForwardBackward(
            examples,
            place.Epoch,
            (vectors, targets) =>
            {
                var (sum, surrogate) = loss.Backward(vectors, targets, divisor);
                value = sum.cpu().item<float>();
                return surrogate;
            },
            place.Seed(seed, SeedUse.ModelDropout));
        return value;
    }
}
