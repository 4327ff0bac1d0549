using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The columns that a classifier into two classes adds.</summary>
internal sealed class BinaryScoreMapper(DataViewSchema inputSchema, IBinaryModel model, string featureName)
    : ScoreMapper(inputSchema, featureName, model.FeatureCount, "BinaryClassification")
{
    public override DataViewSchema.DetachedColumn[] GetOutputColumns()
    {
        List<DataViewSchema.DetachedColumn> columns =
        [
            Column(DefaultColumnNames.PredictedLabel, BooleanDataViewType.Instance, _ => { }),
            Column(DefaultColumnNames.Score, NumberDataViewType.Single, _ => { }),
        ];
        if (model.Calibrator is not null)
        {
            columns.Add(Column(DefaultColumnNames.Probability, NumberDataViewType.Single,
                annotations => annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true)));
        }

        return [.. columns];
    }

    protected override Delegate[] CreateScoreGetters(FeatureCache features)
    {
        ICalibrator calibrator = model.Calibrator;
        float score = 0;
        ValueGetter<bool> getPredictedLabel = (ref bool destination) => destination = Score() > 0;
        ValueGetter<float> getScore = (ref float destination) => destination = Score();
        ValueGetter<float> getProbability = (ref float destination) => destination = calibrator.PredictProbability(Score());
        return calibrator is null
            ? [getPredictedLabel, getScore]
            : [getPredictedLabel, getScore, getProbability];

        float Score()
        {
            if (features.TryAdvance(out VBuffer<float> values))
                score = model.Score(values);

            return score;
        }
    }
}
