using Microsoft.ML;

namespace AutoMLSweep.Sweeps;

/// <summary>Figures of scored rows.</summary>
internal static class ConfusionFigures
{
    /// <summary>The mean of the classes' F1; a class that is never hit counts as 0.</summary>
    public static double MacroF1(MLContext ml, IDataView scored)
    {
        var confusion = ml.MulticlassClassification.Evaluate(scored).ConfusionMatrix;
        return confusion.PerClassPrecision
            .Zip(confusion.PerClassRecall, (precision, recall) => precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0)
            .Average();
    }
}
