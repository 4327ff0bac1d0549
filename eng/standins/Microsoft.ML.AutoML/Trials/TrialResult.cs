namespace Microsoft.ML.AutoML;

/// <summary>What came of a trial. A lower loss is better.</summary>
public class TrialResult
{
    public TrialSettings TrialSettings { get; set; }

    public ITransformer Model { get; set; }

    public double Loss { get; set; }

    public double Metric { get; set; }

    public double DurationInMilliseconds { get; set; }

    public double? PeakCpu { get; set; }

    public double? PeakMemoryInMegaByte { get; set; }
}
