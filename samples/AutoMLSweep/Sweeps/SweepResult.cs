using AutoMLSweep.Commands;
using MLNet.LlmExtensions.AutoML;
using MLNet.LlmExtensions.Inference;

namespace AutoMLSweep.Sweeps;

/// <summary>What a sweep found out.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Data">The rows.</param>
/// <param name="Trials">The trials, in their order.</param>
/// <param name="TestMacroF1">The macro-F1 of the best pipeline on the test rows, after training on all others.</param>
/// <param name="Elapsed">How long all took.</param>
/// <param name="Cache">What the cache of embeddings did.</param>
internal sealed record SweepResult(
    SweepSettings Settings, SweepData Data, IReadOnlyList<SweepTrial> Trials, double TestMacroF1, TimeSpan Elapsed, EmbeddingCacheStatistics Cache)
{
    /// <summary>The trials that succeeded, the best first; of equal ones the first that was tried.</summary>
    public IReadOnlyList<SweepTrial> Ranking { get; } = [.. Trials.Where(trial => trial.Metric is not null).OrderByDescending(trial => trial.Metric).ThenBy(trial => trial.Id)];

    /// <summary>The trials that failed.</summary>
    public IReadOnlyList<SweepTrial> Failed { get; } = [.. Trials.Where(trial => trial.Metric is null)];
}
