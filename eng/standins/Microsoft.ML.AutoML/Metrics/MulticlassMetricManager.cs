using Microsoft.ML.Data;

namespace Microsoft.ML.AutoML;

internal sealed class MulticlassMetricManager(MulticlassClassificationMetric metric, string label, string predicted) : IEvaluateMetricManager
{
    // So in the official package, which is wrong about the reduction: more of it is better.
    public bool IsMaximize => metric is not (MulticlassClassificationMetric.LogLoss or MulticlassClassificationMetric.LogLossReduction);

    public string MetricName => metric.ToString();

    public double Evaluate(MLContext context, IDataView eval)
    {
        MulticlassClassificationMetrics metrics =
            context.MulticlassClassification.Evaluate(eval, label, predictedLabelColumnName: predicted);
        return metric switch
        {
            MulticlassClassificationMetric.MicroAccuracy => metrics.MicroAccuracy,
            MulticlassClassificationMetric.MacroAccuracy => metrics.MacroAccuracy,
            MulticlassClassificationMetric.LogLoss => metrics.LogLoss,
            MulticlassClassificationMetric.LogLossReduction => metrics.LogLossReduction,
            MulticlassClassificationMetric.TopKAccuracy => metrics.TopKAccuracy,
            _ => throw new NotSupportedException($"There is no metric {metric}."),
        };
    }
}
