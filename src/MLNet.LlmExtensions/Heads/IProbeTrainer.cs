using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace MLNet.LlmExtensions.Heads;

/// <summary>The linear model of a probe: one of ML.NET's own trainers.</summary>
internal interface IProbeTrainer<TModel>
    where TModel : class
{
    /// <summary>Whether labels are Boolean.</summary>
    bool IsBinary { get; }

    /// <summary>Makes the trainer.</summary>
    ITrainerEstimator<ISingleFeaturePredictionTransformer<TModel>, TModel> Create(
        MLContext context, string label, string features, string? weight, float l2, int maximumIterations);

    /// <summary>Gets what reads the probability of a class from a row of predictions.</summary>
    Func<int, double> Probability(DataViewRowCursor predictions);
}
