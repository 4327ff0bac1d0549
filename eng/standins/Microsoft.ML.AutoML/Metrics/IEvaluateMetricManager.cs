namespace Microsoft.ML.AutoML;

/// <summary>A metric of scored data.</summary>
public interface IEvaluateMetricManager : IMetricManager
{
    double Evaluate(MLContext context, IDataView eval);
}
