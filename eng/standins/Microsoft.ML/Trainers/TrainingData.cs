using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>Reads the training set once, into memory. Rows with missing features, label or weight are left out.</summary>
internal static class TrainingData
{
    public static TrainingRows Read(IDataView data, string featureName, string labelName, string weightName)
    {
        DataViewSchema.Column features = data.Schema[featureName];
        DataViewSchema.Column label = data.Schema[labelName];
        DataViewSchema.Column? weight = weightName is null ? null : data.Schema[weightName];
        int featureCount = ((VectorDataViewType)features.Type).Size;
        Guard.Argument(featureCount > 0, nameof(data), $"Training feature column '{featureName}' must be a known-size vector of Single.");

        var rows = new TrainingRows(featureCount, (int)Math.Clamp(data.GetRowCount() ?? 0, 16, 1 << 20));
        DataViewSchema.Column[] columns = weight is { } some ? [features, label, some] : [features, label];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        Func<int> getLabel = ClassGetter(cursor, label);
        ValueGetter<float> getWeight = weight is { } column ? cursor.GetGetter<float>(column) : One;

        VBuffer<float> values = default;
        float exampleWeight = 1;
        while (cursor.MoveNext())
        {
            getFeatures(ref values);
            getWeight(ref exampleWeight);
            int exampleClass = getLabel();
            if (exampleClass >= 0 && exampleWeight > 0 && float.IsFinite(exampleWeight) && IsFinite(values.GetValues()))
                values.CopyTo(rows.Add(exampleClass, exampleWeight));
        }

        Guard.State(rows.Count > 0, "No valid training instances found, all instances have missing features.");
        return rows;

        static void One(ref float value) => value = 1;
    }

    private static bool IsFinite(ReadOnlySpan<float> values) =>
        values.IsEmpty || float.IsFinite(TensorPrimitives.MaxMagnitude(values));

    /// <summary>The number of the class, or -1 where it is missing.</summary>
    private static Func<int> ClassGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is BooleanDataViewType)
        {
            ValueGetter<bool> getTruth = row.GetGetter<bool>(column);
            return () =>
            {
                bool truth = false;
                getTruth(ref truth);
                return truth ? 1 : 0;
            };
        }

        ValueGetter<uint> getKey = row.GetGetter<uint>(column);
        ulong count = ((KeyDataViewType)column.Type).Count;
        return () =>
        {
            uint key = 0;
            getKey(ref key);
            return key <= count ? (int)key - 1 : -1;
        };
    }
}
