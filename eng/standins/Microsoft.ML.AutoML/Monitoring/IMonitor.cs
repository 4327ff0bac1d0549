namespace Microsoft.ML.AutoML;

/// <summary>Hears of every trial.</summary>
public interface IMonitor
{
    void ReportCompletedTrial(TrialResult result);

    void ReportBestTrial(TrialResult result);

    void ReportFailTrial(TrialSettings settings, Exception exception = null);

    void ReportRunningTrial(TrialSettings settings);
}
