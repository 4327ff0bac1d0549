using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;

namespace MLNet.LlmExtensions.Heads;

/// <summary>Logistic regression.</summary>
internal sealed class BinaryProbeTrainer : IProbeTrainer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
{
    public bool IsBinary => true;

    public ITrainerEstimator<
        ISingleFeaturePredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>,
        CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> Create(
        MLContext context, string label, string features, string? weight, float l2, int maximumIterations) =>
        context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
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
        var getter = predictions.GetGetter<float>(predictions.Schema["Probability"]);
        return label =>
        {
            var probability = 0f;
            getter(ref probability);
            return label == 1 ? probability : 1.0 - probability;
        };
    }
}
