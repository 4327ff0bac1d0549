using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class MulticlassClassificationCatalog
{
    /// <summary>Compares predictions with labels.</summary>
    public MulticlassClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = DefaultColumnNames.Label,
        string scoreColumnName = DefaultColumnNames.Score,
        string predictedLabelColumnName = DefaultColumnNames.PredictedLabel,
        int topKPredictionCount = 0)
    {
        Guard.NotNull(data, nameof(data));
        Guard.NotEmpty(labelColumnName, nameof(labelColumnName));
        Guard.NotEmpty(scoreColumnName, nameof(scoreColumnName));
        Guard.NotEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        Guard.Argument(topKPredictionCount >= 0, nameof(topKPredictionCount), "Must be non-negative");

        EvaluationColumns.Find(data.Schema, predictedLabelColumnName, "PredictedLabel");
        return MulticlassEvaluator.Evaluate(data, labelColumnName, scoreColumnName, topKPredictionCount);
    }

    /// <summary>Trains as often as there are folds, each time without one of them, and evaluates on that one.</summary>
    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(
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
}
