using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Loop;
using MLNet.LlmExtensions.Training.Losses;

namespace MLNet.LlmExtensions.Training.Tests.Support;

/// <summary>Makes what computes the steps of a classification, for tests that do without a loop.</summary>
internal static class Steps
{
    public static StepRunner Runner(IExampleVectors vectors, ClassifierHead head, ClassificationLoss loss, long seed) =>
        new(new ClassificationObjective(vectors, head, loss, new ResolvedTraining(1, 1e-3, 1e-3, 1000, Patience: null), seed));
}
