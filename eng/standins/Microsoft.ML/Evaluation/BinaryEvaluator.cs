namespace Microsoft.ML.Data;

/// <summary>Reads what the metrics of a classifier into two classes are computed from.</summary>
internal static class BinaryEvaluator
{
    public static (BinaryTally Tally, string[] Names) Tally(IDataView data, string labelName, string scoreName, string probabilityName)
    {
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column label = EvaluationColumns.Find(schema, labelName, "Label");
        DataViewSchema.Column score = EvaluationColumns.Find(schema, scoreName, "Score");
        DataViewSchema.Column? probability =
            probabilityName is null ? null : EvaluationColumns.Find(schema, probabilityName, "Probability");
        CheckTypes(label, score, probability);

        var tally = new BinaryTally();
        DataViewSchema.Column[] columns = probability is { } some ? [label, score, some] : [label, score];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        Func<float> getLabel = EvaluationColumns.LabelGetter(cursor, label);
        ValueGetter<float> getScore = cursor.GetGetter<float>(score);
        ValueGetter<float> getProbability =
            probability is { } column ? cursor.GetGetter<float>(column) : (ref float value) => value = float.NaN;
        float scoreValue = 0;
        float probabilityValue = 0;
        while (cursor.MoveNext())
        {
            float number = getLabel();
            getScore(ref scoreValue);
            if (float.IsNaN(number) || !float.IsFinite(scoreValue))
                continue;

            getProbability(ref probabilityValue);
            tally.Add(number > 0, scoreValue, probabilityValue);
        }

        return (tally, ClassNames(label));
    }

    private static void CheckTypes(DataViewSchema.Column label, DataViewSchema.Column score, DataViewSchema.Column? probability)
    {
        const string Schema = "schema";
        if (score.Type != NumberDataViewType.Single)
            throw Guard.SchemaMismatch(Schema, "score", score.Name, "Single", score.Type.ToString());

        bool isLabel = label.Type is BooleanDataViewType or KeyDataViewType { Count: 2 }
            || label.Type == NumberDataViewType.Single || label.Type == NumberDataViewType.Double;
        if (!isLabel)
        {
            throw Guard.SchemaMismatch(
                Schema, "label", label.Name, "Single, Double, Boolean, or a Key with cardinality 2", label.Type.ToString());
        }

        if (probability is { } column && column.Type != NumberDataViewType.Single)
            throw Guard.SchemaMismatch(Schema, "probability", column.Name, "Single", column.Type.ToString());
    }

    private static string[] ClassNames(DataViewSchema.Column label)
    {
        if (!label.HasKeyValues())
            return ["positive", "negative"];

        VBuffer<ReadOnlyMemory<char>> names = default;
        label.GetKeyValues(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
