namespace Microsoft.ML.AutoML;

/// <summary>What a trial takes.</summary>
public class TrialPerformanceMetrics
{
    public double? PeakMemoryUsage { get; set; }

    public double? PeakCpuUsage { get; set; }

    public double CpuUsage { get; internal set; }

    public double MemoryUsage { get; internal set; }
}
