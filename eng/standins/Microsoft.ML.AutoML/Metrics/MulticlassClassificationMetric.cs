namespace Microsoft.ML.AutoML;

/// <summary>Metrics of classification into several classes.</summary>
public enum MulticlassClassificationMetric
{
    MicroAccuracy = 0,
    MacroAccuracy = 1,
    LogLoss = 2,
    LogLossReduction = 3,
    TopKAccuracy = 4,
}
