using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Trains a logistic regression with L-BFGS.</summary>
public sealed class LbfgsLogisticRegressionBinaryTrainer : LbfgsTrainerBase<LbfgsLogisticRegressionBinaryTrainer.Options,
    BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>,
    CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
{
    internal LbfgsLogisticRegressionBinaryTrainer(HostEnvironment environment, Options options)
        : base(environment, options, ClassifierColumns.BooleanLabel(options.LabelColumnName))
    {
    }

    /// <summary>Trains, starting from a model.</summary>
    public BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> Fit(
        IDataView trainData, LinearModelParameters modelParameters) => Train(trainData, modelParameters);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape.Column label) => ClassifierColumns.Binary();

    private protected override BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> TrainCore(
        IDataView data, TrainingRows rows, object initialModel)
    {
        double[] start = ((LinearModelParameters)initialModel)?.ToParameters(rows.FeatureCount);
        double[] point = Minimize(rows, classCount: 1, start,
            new MeanRelativeImprovementCriterion(Settings.OptimizationTolerance, Settings.MaximumNumberOfIterations));
        var model = new LinearBinaryModelParameters(Array.ConvertAll(point[1..], w => (float)w), (float)point[0]);
        return BinaryPredictionTransformer.Logistic(model, data.Schema, FeatureColumn.Name);
    }

    /// <summary>The options.</summary>
    public sealed class Options : OptionsBase
    {
    }
}
