namespace MLNet.LlmExtensions.AutoML;

/// <summary>What trials are compared by. More is better, of all of them.</summary>
public enum SweepMetric
{
    /// <summary>The mean of the classes' F1, in which rare classes count as much as frequent ones.</summary>
    MacroF1,

    /// <summary>The share of rows whose class was found.</summary>
    Accuracy,
}
