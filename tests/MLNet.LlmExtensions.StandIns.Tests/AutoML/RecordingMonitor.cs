using Microsoft.ML.AutoML;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

internal sealed class RecordingMonitor : IMonitor
{
    public List<string> Events { get; } = [];

    public string Text => string.Join(", ", Events);

    public void ReportRunningTrial(TrialSettings settings) => Events.Add($"run {settings.TrialId}");

    public void ReportCompletedTrial(TrialResult result) => Events.Add($"done {result.TrialSettings.TrialId}");

    public void ReportBestTrial(TrialResult result) => Events.Add($"best {result.TrialSettings.TrialId}");

    public void ReportFailTrial(TrialSettings settings, Exception? exception = null) =>
        Events.Add($"fail {settings.TrialId} {exception?.GetType().Name}");
}
