using System.Globalization;
using System.Numerics.Tensors;

namespace Microsoft.ML.Data;

/// <summary>Computes the metrics of a classifier into several classes.</summary>
internal static class MulticlassEvaluator
{
    public static MulticlassClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName, int topK)
    {
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column label = EvaluationColumns.Find(schema, labelName, "Label");
        DataViewSchema.Column score = EvaluationColumns.Find(schema, scoreName, "Score");
        if (score.Type is not VectorDataViewType { Size: >= 2 } scores || scores.ItemType != NumberDataViewType.Single)
        {
            throw Guard.SchemaMismatch(nameof(schema), "score", scoreName, "vector of two or more items of type Single", score.Type.ToString());
        }

        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType)
            throw Guard.SchemaMismatch(nameof(schema), "label", labelName, "Single or Key", label.Type.ToString());

        var tally = new MulticlassTally(scores.Size);
        using DataViewRowCursor cursor = data.GetRowCursor([label, score]);
        Func<float> getLabel = EvaluationColumns.LabelGetter(cursor, label);
        ValueGetter<VBuffer<float>> getScores = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> buffer = default;
        var values = new float[scores.Size];
        while (cursor.MoveNext())
        {
            // Rows without a label, and rows that the model could not score, do not count.
            float number = getLabel();
            if (!(number >= 0) || number != (int)number)
                continue;

            getScores(ref buffer);
            buffer.CopyTo(values);
            if (float.IsFinite(TensorPrimitives.MaxMagnitude<float>(values)))
                tally.Add((int)number, values);
        }

        return new MulticlassClassificationMetrics(tally, ClassNames(score, scores.Size), topK);
    }

    private static string[] ClassNames(DataViewSchema.Column score, int count)
    {
        if (!score.HasSlotNames())
            return [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];

        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
