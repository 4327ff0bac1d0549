using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The columns that a classifier into two classes adds.</summary>
internal sealed class BinaryScoreMapper(DataViewSchema inputSchema, IBinaryModel model, string featureName)
    : ScoreMapper(inputSchema, featureName, model.FeatureCount, "BinaryClassification")
{
    public override DataViewSchema.DetachedColumn[] GetOutputColumns()
    {
        // In the order that the official annotations have.
        DataViewSchema.Annotations.Builder label = AnnotateKind();
        AnnotateValue(label, DefaultColumnNames.PredictedLabel);
        AnnotateSet(label);

        DataViewSchema.Annotations.Builder score = AnnotateKind();
        AnnotateSet(score);
        AnnotateValue(score, DefaultColumnNames.Score);

        List<DataViewSchema.DetachedColumn> columns =
        [
            new(DefaultColumnNames.PredictedLabel, BooleanDataViewType.Instance, label.ToAnnotations()),
            new(DefaultColumnNames.Score, NumberDataViewType.Single, score.ToAnnotations()),
        ];
        if (model.Calibrator is not null)
        {
            DataViewSchema.Annotations.Builder probability = AnnotateKind();
            AnnotateSet(probability);
            probability.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            AnnotateValue(probability, DefaultColumnNames.Probability);
            columns.Add(new(DefaultColumnNames.Probability, NumberDataViewType.Single, probability.ToAnnotations()));
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
