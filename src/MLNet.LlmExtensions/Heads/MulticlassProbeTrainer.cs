using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MLNet.LlmExtensions.Heads;

/// <summary>Multinomial logistic regression.</summary>
internal sealed class MulticlassProbeTrainer : IProbeTrainer<MaximumEntropyModelParameters>
{
    public bool IsBinary => false;

    public ITrainerEstimator<ISingleFeaturePredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters> Create(
        MLContext context, string label, string features, string? weight, float l2, int maximumIterations) =>
        context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            ExampleWeightColumnName = weight,
            L1Regularization = 0,
            L2Regularization = l2,
            MaximumNumberOfIterations = maximumIterations,
            NumberOfThreads = 1,
            DenseOptimizer = true,
        });

    public Func<int, double> Probability(DataViewRowCursor predictions)
    {
        var getter = predictions.GetGetter<VBuffer<float>>(predictions.Schema["Score"]);
        var scores = default(VBuffer<float>);
        return label =>
        {
            getter(ref scores);
            return scores.GetItemOrDefault(label);
        };
    }
}
