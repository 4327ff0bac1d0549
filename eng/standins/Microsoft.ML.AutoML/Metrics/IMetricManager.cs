namespace Microsoft.ML.AutoML;

/// <summary>What a trial is judged by.</summary>
public interface IMetricManager
{
    bool IsMaximize { get; }

    string MetricName { get; }
}
