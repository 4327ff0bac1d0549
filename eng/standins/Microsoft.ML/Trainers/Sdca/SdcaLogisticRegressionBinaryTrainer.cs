using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Trains a logistic regression by stochastic dual coordinate ascent.</summary>
public sealed class SdcaLogisticRegressionBinaryTrainer
    : SdcaBinaryTrainerBase<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
{
    internal SdcaLogisticRegressionBinaryTrainer(HostEnvironment environment, Options options)
        : base(environment, options)
    {
    }

    private protected override BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
        MakeTransformer(LinearBinaryModelParameters model, DataViewSchema trainSchema) =>
        BinaryPredictionTransformer.Logistic(model, trainSchema, FeatureColumn.Name);

    /// <summary>The options.</summary>
    public sealed class Options : BinaryOptionsBase
    {
    }
}
