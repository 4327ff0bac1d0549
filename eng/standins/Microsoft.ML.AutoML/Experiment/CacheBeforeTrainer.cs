namespace Microsoft.ML.AutoML;

/// <summary>Whether data is kept in memory before a trainer.</summary>
public enum CacheBeforeTrainer
{
    Auto = 0,
    On = 1,
    Off = 2,
}
