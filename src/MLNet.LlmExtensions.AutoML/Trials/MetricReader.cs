using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>Measures predictions.</summary>
internal static class MetricReader
{
    /// <summary>Measures scored data.</summary>
    /// <exception cref="InvalidOperationException">The label is of a type that is not classified.</exception>
    public static double Read(MLContext ml, IDataView scored, SweepOptions options)
    {
        var label = scored.Schema[options.LabelColumnName];
        var confusion = label.Type switch
        {
            KeyDataViewType => ml.MulticlassClassification.Evaluate(scored, label.Name).ConfusionMatrix,
            BooleanDataViewType => ml.BinaryClassification.Evaluate(scored, label.Name).ConfusionMatrix,
            _ => throw new InvalidOperationException(
                $"Column '{label.Name}' is of type {label.Type} after the pipeline; a sweep needs a key or a Boolean. Let the pipeline map it with MapValueToKey."),
        };
        return options.Metric == SweepMetric.Accuracy ? Accuracy(confusion) : MacroF1(confusion);
    }

    private static double Accuracy(ConfusionMatrix confusion)
    {
        var classes = confusion.NumberOfClasses;
        var right = Enumerable.Range(0, classes).Sum(i => confusion.GetCountForClassPair(i, i));
        var all = Enumerable.Range(0, classes).Sum(i => Enumerable.Range(0, classes).Sum(j => confusion.GetCountForClassPair(i, j)));
        return right / all;
    }

    // A class that is never hit counts as 0.
    private static double MacroF1(ConfusionMatrix confusion) => confusion.PerClassPrecision
        .Zip(confusion.PerClassRecall, (precision, recall) => precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0)
        .Average();
}
