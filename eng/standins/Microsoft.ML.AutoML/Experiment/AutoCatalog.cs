using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>What AutoML is made of.</summary>
public sealed class AutoCatalog
{
    private readonly MLContext _context;

    internal AutoCatalog(MLContext context) => _context = context;

    /// <summary>An estimator that is made from an object whose properties are searched for.</summary>
    public SweepableEstimator CreateSweepableEstimator<T>(Func<MLContext, T, IEstimator<ITransformer>> factory, SearchSpace<T> ss = null)
        where T : class, new() => new((context, parameter) => factory(context, parameter.AsType<T>()), ss);

    public AutoMLExperiment CreateExperiment(AutoMLExperiment.AutoMLExperimentSettings settings = null) =>
        new(_context, settings ?? new AutoMLExperiment.AutoMLExperimentSettings());
}
