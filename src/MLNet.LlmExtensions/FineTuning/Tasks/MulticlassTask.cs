using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions.FineTuning.Tasks;

/// <summary>One of several classes: the label is a key.</summary>
internal sealed class MulticlassTask(ClassKeys keys) : TextClassificationTask
{
    public override TextClassificationKind Kind => TextClassificationKind.Multiclass;

    public override IReadOnlyList<string> Classes => Keys.Names;

    public ClassKeys Keys => keys;

    public override IReadOnlyList<OutputColumn> Outputs(TextClassificationColumns columns)
    {
        var predicted = ScoreAnnotations.Of(ScoreAnnotations.Multiclass, "PredictedLabel");
        Keys.AddTo(predicted, ScoreAnnotations.KeyValues);
        var score = ScoreAnnotations.Of(ScoreAnnotations.Multiclass, "Score");
        Keys.AddTo(score, ScoreAnnotations.TrainingLabelValues);
        ScoreAnnotations.AddNames(score, ScoreAnnotations.SlotNames, Classes);
        return
        [
            new ValueOutput<uint>(
                columns.PredictedLabel, new KeyDataViewType(typeof(uint), Keys.Count), predicted.ToAnnotations(), Likeliest),
            new VectorOutput(columns.Score, Keys.Count, score.ToAnnotations()),
        ];
    }

    public override Func<int[]?> LabelGetter(DataViewRowCursor cursor, DataViewSchema.Column label)
    {
        var getter = cursor.GetGetter<uint>(label);
        return () =>
        {
            // Keys count from 1; 0 is a missing value, and so is what lies beyond the last key.
            uint value = 0;
            getter(ref value);
            return value == 0 || value > (uint)Keys.Count ? null : [(int)value - 1];
        };
    }

    public override void EnsureSame(DataViewSchema.Column label)
    {
        var others = ClassKeys.Of(label);
        if (!others.Names.SequenceEqual(Keys.Names, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"LoraTextClassification: the keys of column '{label.Name}' do not stand for the same classes in the training and the validation data " +
                $"({Keys.Count} and {others.Count} of them). Transform both with the same fitted MapValueToKey.",
                nameof(label));
        }
    }

    // Keys count from 1; a score that is no number has no class.
    private static uint Likeliest(ReadOnlySpan<float> probabilities) =>
        float.IsNaN(probabilities[0]) ? 0 : (uint)TensorPrimitives.IndexOfMax(probabilities) + 1;
}
