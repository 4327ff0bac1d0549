namespace Microsoft.ML.AutoML;

/// <summary>Tries what a tuner proposes.</summary>
public interface ITrialRunner : IDisposable
{
    Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct);
}
