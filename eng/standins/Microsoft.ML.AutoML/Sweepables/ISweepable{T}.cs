using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>An estimator that is made from the values of its options.</summary>
public interface ISweepable<out T> : ISweepable
    where T : IEstimator<ITransformer>
{
    T BuildFromOption(MLContext context, Parameter parameter);
}
