using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Losses;
using MLNet.LlmExtensions.Training.Randomness;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Computes the gradients of a step's batches.</summary>
internal sealed class StepRunner(IExampleVectors vectors, ClassifierHead head, ClassificationLoss loss, long seed)
{
    /// <summary>
    /// Adds the gradients of the mean loss over all rows of all batches to those of the parameters. What the sums are divided by
    /// is that of all batches together, so the gradient is the one of a single large batch.
    /// </summary>
    /// <param name="batches">The batches.</param>
    /// <param name="step">The number of the step, for the seeds.</param>
    /// <returns>The mean loss.</returns>
    public double Run(IReadOnlyList<int[]> batches, int step)
    {
        var divisor = batches.Sum(batch => batch.Sum(example => loss.Weight(vectors.Labels(example))));
        var total = 0.0;
        for (var i = 0; i < batches.Count; i++)
        {
            // Whatever the batch leaves behind in native memory ends with it.
            using var scope = NewDisposeScope();
            var batch = batches[i];
            var labels = batch.Select(vectors.Labels).ToArray();
            var (modelSeed, headSeed) = (Seed(SeedUse.ModelDropout, step, i), Seed(SeedUse.HeadDropout, step, i));
            total += vectors.ForwardBackward(
                batch, values => loss.Sum(head.TrainingLogits(values, headSeed), labels).div(divisor), modelSeed);
        }

        return total;
    }

    private long Seed(long use, int step, int batch) =>
        SeededRandom.Mix(SeededRandom.Mix(SeededRandom.Mix(seed, use), step), batch);
}
