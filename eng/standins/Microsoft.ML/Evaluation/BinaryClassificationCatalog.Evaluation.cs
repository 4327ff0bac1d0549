using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class BinaryClassificationCatalog
{
    /// <summary>Compares predictions that have probabilities with labels.</summary>
    public CalibratedBinaryClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = DefaultColumnNames.Label,
        string scoreColumnName = DefaultColumnNames.Score,
        string probabilityColumnName = DefaultColumnNames.Probability,
        string predictedLabelColumnName = DefaultColumnNames.PredictedLabel)
    {
        Guard.NotEmpty(probabilityColumnName, nameof(probabilityColumnName));
        (BinaryTally tally, string[] names) =
            Tally(data, labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName);
        return new CalibratedBinaryClassificationMetrics(tally, names);
    }

    /// <summary>Compares predictions with labels.</summary>
    public BinaryClassificationMetrics EvaluateNonCalibrated(
        IDataView data,
        string labelColumnName = DefaultColumnNames.Label,
        string scoreColumnName = DefaultColumnNames.Score,
        string predictedLabelColumnName = DefaultColumnNames.PredictedLabel)
    {
        (BinaryTally tally, string[] names) = Tally(data, labelColumnName, scoreColumnName, null, predictedLabelColumnName);
        return new BinaryClassificationMetrics(tally, names);
    }

    /// <summary>Trains as often as there are folds, each time without one of them, and evaluates on that one.</summary>
    public IReadOnlyList<CrossValidationResult<BinaryClassificationMetrics>> CrossValidateNonCalibrated(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = DefaultColumnNames.Label,
        string samplingKeyColumnName = null,
        int? seed = null)
    {
        Guard.NotEmpty(labelColumnName, nameof(labelColumnName));
        return CrossValidateCore(
            data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => EvaluateNonCalibrated(scored, labelColumnName));
    }

    /// <inheritdoc cref="CrossValidateNonCalibrated"/>
    public IReadOnlyList<CrossValidationResult<CalibratedBinaryClassificationMetrics>> CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = DefaultColumnNames.Label,
        string samplingKeyColumnName = null,
        int? seed = null)
    {
        Guard.NotEmpty(labelColumnName, nameof(labelColumnName));
        return CrossValidateCore(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));
    }

    private static (BinaryTally Tally, string[] Names) Tally(IDataView data, string label, string score, string probability, string predictedLabel)
    {
        Guard.NotNull(data, nameof(data));
        Guard.NotEmpty(label, "labelColumnName");
        Guard.NotEmpty(score, "scoreColumnName");
        Guard.NotEmpty(predictedLabel, "predictedLabelColumnName");
        EvaluationColumns.Find(data.Schema, predictedLabel, "PredictedLabel");
        return BinaryEvaluator.Tally(data, label, score, probability);
    }
}
