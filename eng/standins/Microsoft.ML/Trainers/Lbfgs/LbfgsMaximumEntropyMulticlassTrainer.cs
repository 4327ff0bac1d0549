using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Trains a softmax classifier with L-BFGS.</summary>
public sealed class LbfgsMaximumEntropyMulticlassTrainer : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options,
    MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    internal LbfgsMaximumEntropyMulticlassTrainer(HostEnvironment environment, Options options)
        : base(environment, options, ClassifierColumns.KeyLabel(options.LabelColumnName))
    {
    }

    /// <summary>Trains, starting from a model.</summary>
    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(IDataView trainData, MaximumEntropyModelParameters modelParameters) =>
        Train(trainData, modelParameters);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape.Column label) => ClassifierColumns.Multiclass(label);

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> TrainCore(
        IDataView data, TrainingRows rows, object initialModel)
    {
        int classCount = ClassifierColumns.ClassCount(data.Schema[LabelColumn.Name]);
        double[] start = ((MaximumEntropyModelParameters)initialModel)?.ToParameters(classCount, rows.FeatureCount);
        double[] point = classCount == 1
            ? new double[1 + rows.FeatureCount] // The only class is certain, whatever the weights.
            : Minimize(rows, classCount, start, new MeanImprovementCriterion(Settings.OptimizationTolerance, Settings.MaximumNumberOfIterations));
        var model = MaximumEntropyModelParameters.FromParameters(point, classCount);
        return new MulticlassPredictionTransformer<MaximumEntropyModelParameters>(model, data.Schema, FeatureColumn.Name, LabelColumn.Name);
    }

    /// <summary>The options.</summary>
    public sealed class Options : OptionsBase
    {
    }
}
