using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions.FineTuning.Tasks;

/// <summary>Any number of classes: the label is a vector with a slot for each, of Booleans or of 0 and 1.</summary>
internal sealed class MultiLabelTask(IReadOnlyList<string> classes) : TextClassificationTask
{
    public override TextClassificationKind Kind => TextClassificationKind.MultiLabel;

    public override IReadOnlyList<string> Classes => classes;

    /// <summary>Makes the task for a label column; its slot names are the names of the classes.</summary>
    public static MultiLabelTask Of(DataViewSchema.Column label) => new(SlotNames.Of(label));

    public override IReadOnlyList<OutputColumn> Outputs(TextClassificationColumns columns)
    {
        var score = ScoreAnnotations.Of(ScoreAnnotations.MultiLabel, "Score");
        ScoreAnnotations.AddNames(score, ScoreAnnotations.TrainingLabelValues, Classes);
        ScoreAnnotations.AddNames(score, ScoreAnnotations.SlotNames, Classes);
        return [new VectorOutput(columns.Score, Classes.Count, score.ToAnnotations())];
    }

    public override Func<int[]?> LabelGetter(DataViewRowCursor cursor, DataViewSchema.Column label) =>
        ((VectorDataViewType)label.Type).ItemType is BooleanDataViewType
            ? Getter<bool>(cursor, label, static value => value)
            : Getter<float>(cursor, label, static value => value switch
            {
                0 => false,
                1 => true,
                _ => null,
            });

    public override void EnsureSame(DataViewSchema.Column label)
    {
        if (!SlotNames.Of(label).SequenceEqual(Classes, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"LoraTextClassification: the slots of column '{label.Name}' do not stand for the same classes in the training and the validation data.", nameof(label));
        }
    }

    private static Func<int[]?> Getter<T>(DataViewRowCursor cursor, DataViewSchema.Column label, Func<T, bool?> isSet)
    {
        var getter = cursor.GetGetter<VBuffer<T>>(label);
        var vector = default(VBuffer<T>);
        return () =>
        {
            getter(ref vector);
            var labels = new List<int>();
            foreach (var (slot, value) in vector.Items())
            {
                var set = isSet(value) ?? throw new InvalidDataException(
                    $"LoraTextClassification: slot {slot} of the label column '{label.Name}' is {value} in row {cursor.Position}; it must be 0 or 1.");
                if (set)
                {
                    labels.Add(slot);
                }
            }

            return [.. labels];
        };
    }
}
