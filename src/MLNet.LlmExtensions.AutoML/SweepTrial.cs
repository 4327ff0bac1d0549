namespace MLNet.LlmExtensions.AutoML;

/// <summary>A trial of a sweep.</summary>
/// <param name="Id">Its number in the sweep, from 0.</param>
/// <param name="Parameter">What was tried, as JSON.</param>
/// <param name="Metric">How good it was; <see langword="null"/> where it failed.</param>
/// <param name="Duration">How long it took, the first time.</param>
/// <param name="Failure">Why it failed; <see langword="null"/> where it did not.</param>
/// <param name="IsFromJournal">Whether an earlier run of the sweep had tried it.</param>
public sealed record SweepTrial(int Id, string Parameter, double? Metric, TimeSpan Duration, string? Failure, bool IsFromJournal);
