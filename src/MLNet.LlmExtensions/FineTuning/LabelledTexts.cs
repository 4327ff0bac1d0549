using Microsoft.Extensions.Logging;
using Microsoft.ML;
using MLNet.LlmExtensions.FineTuning.Tasks;
using MLNet.LlmExtensions.Rows;
using MLNet.LlmExtensions.Training;

namespace MLNet.LlmExtensions.FineTuning;

/// <summary>Reads labelled texts out of data, once: the passes of a training go over what was read.</summary>
internal static class LabelledTexts
{
    /// <summary>Reads the rows that have a label.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A text column is missing or not a text column.</exception>
    public static List<TrainingExample> Read(
        IDataView data,
        DataViewSchema.Column label,
        TextClassificationTask task,
        TextClassificationColumns columns,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var texts = columns.Texts.Select(name => TextBindings.FindText(ClassifierComputation.Name, data.Schema, name)).ToArray();
        using var cursor = data.GetRowCursor([label, .. texts.DistinctBy(column => column.Index)]);
        var getters = Array.ConvertAll(texts, column => Text(cursor, column));
        var labels = task.LabelGetter(cursor, label);
        var examples = new List<TrainingExample>();
        long missing = 0;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (labels() is { } classes)
            {
                examples.Add(new TrainingExample(getters[0](), classes) { TextPair = getters.Length > 1 ? getters[1]() : null });
            }
            else
            {
                missing++;
            }
        }

        if (missing > 0)
        {
            logger.LogWarning("{Missing} rows without a label in column '{Column}' are left out of training", missing, label.Name);
        }

        return examples;
    }

    private static Func<string> Text(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        var text = default(ReadOnlyMemory<char>);
        return () =>
        {
            getter(ref text);
            return text.ToString();
        };
    }
}
