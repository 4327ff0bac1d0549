using Microsoft.ML.Data;

namespace Microsoft.ML.AutoML;

internal sealed class BinaryMetricManager(BinaryClassificationMetric metric, string label, string predicted) : IEvaluateMetricManager
{
    public bool IsMaximize => true;

    public string MetricName => metric.ToString();

    public double Evaluate(MLContext context, IDataView eval)
    {
        BinaryClassificationMetrics metrics =
            context.BinaryClassification.EvaluateNonCalibrated(eval, label, predictedLabelColumnName: predicted);
        return metric switch
        {
            BinaryClassificationMetric.Accuracy => metrics.Accuracy,
            BinaryClassificationMetric.AreaUnderRocCurve => metrics.AreaUnderRocCurve,
            BinaryClassificationMetric.AreaUnderPrecisionRecallCurve => metrics.AreaUnderPrecisionRecallCurve,
            BinaryClassificationMetric.F1Score => metrics.F1Score,
            BinaryClassificationMetric.PositivePrecision => metrics.PositivePrecision,
            BinaryClassificationMetric.PositiveRecall => metrics.PositiveRecall,
            BinaryClassificationMetric.NegativePrecision => metrics.NegativePrecision,
            BinaryClassificationMetric.NegativeRecall => metrics.NegativeRecall,
            _ => throw new NotSupportedException($"There is no metric {metric}."),
        };
    }
}
