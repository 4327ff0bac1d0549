namespace MLNet.LlmExtensions.AutoML;

/// <summary>A line of a journal.</summary>
/// <param name="Parameter">What was tried, as JSON.</param>
/// <param name="Metric">How good it was.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record JournalEntry(string Parameter, double Metric, double Milliseconds);
