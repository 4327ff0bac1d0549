using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Training.Checkpoints;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Randomness;
using MLNet.LlmExtensions.Training.Sentences;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>
/// The first phase of SetFit (<see href="https://arxiv.org/abs/2209.11055">Tunstall et al., 2022</see>): the model learns to bring texts of one
/// label together and to hold others apart. A head is trained afterwards, on vectors that stand still.
/// </summary>
internal static class ContrastivePhase
{
    /// <summary>Trains the model's parameters in place.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The labelled rows.</param>
    /// <param name="options">The options; their <see cref="FineTuningOptions.ContrastivePairs"/> is above 0.</param>
    /// <param name="settings">What they come to.</param>
    /// <param name="store">Where checkpoints go, or <see langword="null"/>.</param>
    /// <param name="logger">Where the beginning is logged.</param>
    /// <returns>How it ended, and what happened.</returns>
    public static (LoopResult Ended, TrainingHistory History) Run(
        ITextModel model, TrainingData data, FineTuningOptions options, ResolvedTraining settings, CheckpointStore? store, ILogger logger)
    {
        // Texts with several labels are alike where all of them are the same.
        var labels = data.Training.Select(example => string.Join(',', example.Labels.Order())).ToArray();
        var pairs = LabelPairs.Draw(labels, options.ContrastivePairs, SeededRandom.Mix(options.Seed, SeedUse.Pairs)).ToArray();
        var examples = new SentenceExamples(data.Training, [.. pairs.Select(pair => (int[])[pair.First, pair.Second])], new int[pairs.Length]);
        var encoder = new SentenceEncoder(model, data.Training, data.PadTokenId, settings.TokenBudget, options.GradientCheckpointing);
        var objective = new SentenceObjective(
            examples, encoder, new CosineLoss([.. pairs.Select(pair => pair.AreAlike ? 1.0 : 0)]), settings.LearningRate, options.Seed);
        var plan = TrainingPlan.Create(examples.Sizes, options, settings.Epochs, int.MaxValue);
        using var loop = new TrainingLoop(options, objective, evaluator: null, new BestTracker(TrainingMetric.Loss, 0, null), plan, store, logger);
        logger.LogInformation(
            "Contrastive training of {Parameters} parameters on {Pairs} pairs of {Rows} rows for {Steps} steps",
            loop.ParameterCount,
            pairs.Length,
            data.Training.Count,
            plan.TotalSteps);
        var ended = loop.Run();
        return (ended, loop.History(ended));
    }
}
