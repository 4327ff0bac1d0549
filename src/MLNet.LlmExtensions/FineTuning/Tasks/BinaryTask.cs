using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions.FineTuning.Tasks;

/// <summary>Yes or no: the label is a Boolean. Two classes, the second of which is yes.</summary>
internal sealed class BinaryTask : TextClassificationTask
{
    public override TextClassificationKind Kind => TextClassificationKind.Binary;

    public override IReadOnlyList<string> Classes { get; } = [bool.FalseString, bool.TrueString];

    /// <summary>The natural logarithm of the odds of yes.</summary>
    public static float LogOdds(ReadOnlySpan<float> probabilities) =>
        MathF.Log(MathF.Max(probabilities[1], float.Epsilon)) - MathF.Log(MathF.Max(probabilities[0], float.Epsilon));

    public override IReadOnlyList<OutputColumn> Outputs(TextClassificationColumns columns)
    {
        var probability = ScoreAnnotations.Of(ScoreAnnotations.Binary, "Probability");
        probability.AddPrimitiveValue(ScoreAnnotations.IsNormalized, BooleanDataViewType.Instance, true);
        return
        [
            new ValueOutput<bool>(
                columns.PredictedLabel,
                BooleanDataViewType.Instance,
                ScoreAnnotations.Of(ScoreAnnotations.Binary, "PredictedLabel").ToAnnotations(),
                static probabilities => LogOdds(probabilities) > 0),
            new ValueOutput<float>(
                columns.Score, NumberDataViewType.Single, ScoreAnnotations.Of(ScoreAnnotations.Binary, "Score").ToAnnotations(), LogOdds),
            new ValueOutput<float>(
                columns.Probability, NumberDataViewType.Single, probability.ToAnnotations(), static probabilities => probabilities[1]),
        ];
    }

    public override Func<int[]?> LabelGetter(DataViewRowCursor cursor, DataViewSchema.Column label)
    {
        var getter = cursor.GetGetter<bool>(label);
        return () =>
        {
            var value = false;
            getter(ref value);
            return [value ? 1 : 0];
        };
    }

    // Every Boolean means the same.
    public override void EnsureSame(DataViewSchema.Column label)
    {
    }
}
