using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;

namespace Microsoft.ML.AutoML;

using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

/// <summary>Estimators in a row, some of them one of several: all the pipelines that can be made of them.</summary>
public class SweepablePipeline : ISweepable<EstimatorChain<ITransformer>>
{
    /// <summary>The option that says which estimators take part, as "e0 * e2".</summary>
    internal const string SchemaKey = "_SCHEMA_";

    private const string Separator = " * ";

    private readonly PipelineSteps _steps;

    internal SweepablePipeline()
        : this([], PipelineSteps.Empty)
    {
    }

    private SweepablePipeline(Dictionary<string, SweepableEstimator> estimators, PipelineSteps steps)
    {
        Estimators = estimators;
        _steps = steps;
    }

    /// <summary>The options of each estimator by its name, and which of the pipelines it is.</summary>
    public SearchSpace SearchSpace
    {
        get
        {
            SearchSpace space = [];
            foreach ((string name, SweepableEstimator estimator) in Estimators)
                space.Add(name, estimator.SearchSpace);

            space.Add(SchemaKey, new ChoiceOption([.. Schemas]));
            return space;
        }
    }

    public Dictionary<string, SweepableEstimator> Estimators { get; }

    /// <summary>The pipelines.</summary>
    internal IReadOnlyList<string> Schemas => [.. _steps.Expand().Select(names => string.Join(Separator, names))];

    public EstimatorChain<ITransformer> BuildFromOption(MLContext context, Parameter parameter)
    {
        var chain = new EstimatorChain<ITransformer>();
        foreach (string name in EstimatorsOf(parameter[SchemaKey].AsType<string>()))
            chain = chain.Append(Estimators[name].BuildFromOption(context, parameter[name]));

        return chain;
    }

    /// <summary>Every pipeline goes on with one of the estimators.</summary>
    public SweepablePipeline Append(params ISweepable<IEstimator<ITransformer>>[] sweepables)
    {
        if (sweepables.Length == 0)
            throw new ArgumentException("There must be at least one estimator to append.", nameof(sweepables));

        var estimators = new Dictionary<string, SweepableEstimator>(Estimators);
        IEnumerable<PipelineSteps> branches = [.. sweepables.Select(sweepable => Adopt(sweepable, estimators))];
        return new SweepablePipeline(estimators, _steps.Then(branches));
    }

    /// <summary>The names of the estimators in one of the pipelines.</summary>
    internal static string[] EstimatorsOf(string schema) => schema.Split(Separator);

    private static PipelineSteps Adopt(ISweepable<IEstimator<ITransformer>> sweepable, Dictionary<string, SweepableEstimator> estimators)
    {
        switch (sweepable)
        {
            case SweepableEstimator estimator:
                string name = $"e{estimators.Count}";
                estimators.Add(name, estimator);
                return PipelineSteps.Of(name);

            case SweepablePipeline pipeline:
                var names = new Dictionary<string, string>();
                foreach ((string old, SweepableEstimator estimator) in pipeline.Estimators)
                {
                    names[old] = $"e{estimators.Count}";
                    estimators.Add(names[old], estimator);
                }

                return pipeline._steps.Rename(names);

            default:
                throw new NotSupportedException($"A {sweepable.GetType()} cannot be part of a pipeline.");
        }
    }
}
