using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of the trainers that visit the examples in random order.</summary>
public abstract class StochasticTrainerBase<TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private static readonly TrainerInfo StochasticInfo = new();

    private protected StochasticTrainerBase(HostEnvironment environment, TrainerInputBaseWithWeight options, SchemaShape.Column label)
        : base(environment, options, options.ExampleWeightColumnName, label)
    {
    }

    /// <inheritdoc/>
    public override TrainerInfo Info => StochasticInfo;
}
