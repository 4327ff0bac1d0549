using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Computes the gradients of a step's batches.</summary>
internal sealed class StepRunner(ITrainingObjective objective)
{
    /// <summary>
    /// Adds the gradients of the mean loss over all batches to those of the parameters. What the sums are divided by is that of
    /// all batches together, so the gradient is the one of a single large batch.
    /// </summary>
    /// <param name="batches">The batches.</param>
    /// <param name="step">Steps done before, for what is random.</param>
    /// <param name="epoch">The pass over the examples; 0 for the first.</param>
    /// <returns>The mean loss.</returns>
    public double Run(IReadOnlyList<int[]> batches, int step, int epoch = 0)
    {
        var divisor = batches.Select((batch, i) => objective.Weight(batch, new BatchPlace(epoch, step, i))).Sum();
        var total = 0.0;
        for (var i = 0; i < batches.Count; i++)
        {
            // Whatever the batch leaves behind in native memory ends with it.
            using var scope = NewDisposeScope();
            total += objective.ForwardBackward(batches[i], new BatchPlace(epoch, step, i), divisor);
        }

        return total;
    }
}
