using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

/// <summary>An estimator with options to search.</summary>
public class SweepableEstimator : ISweepable<IEstimator<ITransformer>>
{
    private readonly Func<MLContext, Parameter, IEstimator<ITransformer>> _factory;

    public SweepableEstimator(Func<MLContext, Parameter, IEstimator<ITransformer>> factory, SearchSpace ss)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(ss);
        _factory = factory;
        SearchSpace = ss;
    }

    public SearchSpace SearchSpace { get; set; }

    public virtual IEstimator<ITransformer> BuildFromOption(MLContext context, Parameter param) => _factory(context, param);

    /// <summary>An estimator that there is nothing to search about.</summary>
    internal static SweepableEstimator Of(IEstimator<ITransformer> estimator)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new SweepableEstimator((_, _) => estimator, []);
    }
}
