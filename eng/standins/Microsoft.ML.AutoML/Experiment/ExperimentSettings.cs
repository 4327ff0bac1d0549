namespace Microsoft.ML.AutoML;

/// <summary>
/// Settings of experiments. An <see cref="AutoMLExperiment"/> heeds none of its own but the memory: its methods set the limits.
/// </summary>
public abstract class ExperimentSettings
{
    public int MaxModels = int.MaxValue;

    // Public like the official one, abstract though the class is.
    public ExperimentSettings()
    {
    }

    public uint MaxExperimentTimeInSeconds { get; set; } = 24 * 60 * 60;

    public CancellationToken CancellationToken { get; set; }

    public CacheBeforeTrainer CacheBeforeTrainer { get; set; }

    public double? MaximumMemoryUsageInMegaByte { get; set; }
}
