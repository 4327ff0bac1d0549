using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Optimization;
using MLNet.LlmExtensions.Training.Randomness;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>What a training will do, step by step, known before the first.</summary>
internal sealed class TrainingPlan
{
    private readonly int[] _stepsOfEpoch;

    private TrainingPlan(BatchSampler sampler, int accumulation, int[] stepsOfEpoch, LearningRates rates)
    {
        Sampler = sampler;
        Accumulation = accumulation;
        _stepsOfEpoch = stepsOfEpoch;
        Rates = rates;
    }

    /// <summary>Which examples share a batch.</summary>
    public BatchSampler Sampler { get; }

    /// <summary>Batches of a step.</summary>
    public int Accumulation { get; }

    /// <summary>The learning rates.</summary>
    public LearningRates Rates { get; }

    /// <summary>Passes over the rows; the last may be cut short.</summary>
    public int Epochs => _stepsOfEpoch.Length;

    /// <summary>All steps.</summary>
    public int TotalSteps => Rates.TotalSteps;

    /// <summary>Epochs that all steps make.</summary>
    public double TotalEpochs => EpochAt(TotalSteps);

    /// <summary>Makes the plan.</summary>
    /// <param name="sizes">The training examples.</param>
    /// <param name="options">Its own settings are used where they do not depend on the method.</param>
    /// <param name="epochs">The most epochs.</param>
    /// <param name="tokenBudget">The most tokens of a batch.</param>
    public static TrainingPlan Create(IReadOnlyList<ExampleSize> sizes, TrainingOptions options, int epochs, int tokenBudget)
    {
        var sampler = new BatchSampler(
            sizes, tokenBudget, options.MaximumBatchSize, SeededRandom.Mix(options.Seed, SeedUse.Order));
        var maximum = options.MaximumSteps ?? int.MaxValue;
        var steps = new List<int>();
        var total = 0L;
        for (var epoch = 0; epoch < epochs && total < maximum; epoch++)
        {
            // The number of batches differs from epoch to epoch, because texts of different lengths meet.
            var batches = sampler.Epoch(epoch).Count;
            steps.Add((batches + options.GradientAccumulation - 1) / options.GradientAccumulation);
            total += steps[^1];
        }

        var rates = LearningRates.Create(options.Schedule, options.WarmupRatio, (int)Math.Min(total, maximum));
        return new TrainingPlan(sampler, options.GradientAccumulation, [.. steps], rates);
    }

    /// <summary>The steps of an epoch, each the batches that make it.</summary>
    /// <param name="epoch">0 for the first.</param>
    public IReadOnlyList<int[][]> Steps(int epoch) => [.. Sampler.Epoch(epoch).Chunk(Accumulation)];

    /// <summary>Where a step stands: its epoch, 0 for the first, and its place in it.</summary>
    /// <param name="step">Steps done before it.</param>
    public (int Epoch, int Place) Position(int step)
    {
        var epoch = 0;
        while (epoch < _stepsOfEpoch.Length && step >= _stepsOfEpoch[epoch])
        {
            step -= _stepsOfEpoch[epoch];
            epoch++;
        }

        return (epoch, step);
    }

    /// <summary>Whether an epoch ends with so many steps done.</summary>
    public bool EndsEpoch(int steps) => Position(steps).Place == 0;

    /// <summary>Epochs done after so many steps, with the fraction of the one that is under way.</summary>
    public double EpochAt(int steps)
    {
        var (epoch, place) = Position(steps);
        return place == 0 ? epoch : epoch + ((double)place / _stepsOfEpoch[epoch]);
    }
}
