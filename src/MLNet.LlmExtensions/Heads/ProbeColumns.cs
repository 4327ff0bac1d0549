using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Heads;

/// <summary>The columns that a probe is trained on, checked.</summary>
internal sealed class ProbeColumns
{
    private readonly Func<DataViewRowCursor, Func<int>> _labelGetter;

    private ProbeColumns(DataViewSchema.Column label, DataViewSchema.Column features, int classes, Func<DataViewRowCursor, Func<int>> labelGetter)
    {
        Label = label;
        Features = features;
        Classes = classes;
        _labelGetter = labelGetter;
    }

    public DataViewSchema.Column Label { get; }

    public DataViewSchema.Column Features { get; }

    public int Classes { get; }

    /// <summary>Reads the class of the cursor's row, from 0; -1 where it is missing.</summary>
    public Func<int> LabelGetter(DataViewRowCursor cursor) => _labelGetter(cursor);

    public static ProbeColumns Find(DataViewSchema schema, LinearProbeOptions options, bool binary)
    {
        var label = Column(schema, options.LabelColumnName, "label");
        var features = Column(schema, options.FeatureColumnName, "feature");
        CheckFeatures(features.Name, features.Type is VectorDataViewType { IsKnownSize: true, ItemType: var item } && item == NumberDataViewType.Single, features.Type);
        CheckLabel(label.Name, binary, label.Type is BooleanDataViewType, label.Type is KeyDataViewType key && key.RawType == typeof(uint), label.Type);
        return binary
            ? new ProbeColumns(label, features, 2, cursor => Boolean(cursor, label))
            : new ProbeColumns(label, features, (int)((KeyDataViewType)label.Type).Count, cursor => Key(cursor, label));
    }

    /// <summary>The same checks on a schema's shape.</summary>
    public static void Check(SchemaShape shape, LinearProbeOptions options, bool binary)
    {
        var label = Column(shape, options.LabelColumnName, "label");
        var features = Column(shape, options.FeatureColumnName, "feature");
        var isVector = features.Kind == SchemaShape.Column.VectorKind.Vector && features.ItemType == NumberDataViewType.Single && !features.IsKey;
        CheckFeatures(features.Name, isVector, $"{features.Kind} of {features.ItemType}");
        var isScalar = label.Kind == SchemaShape.Column.VectorKind.Scalar;
        CheckLabel(
            label.Name,
            binary,
            isScalar && !label.IsKey && label.ItemType is BooleanDataViewType,
            isScalar && label.IsKey && label.ItemType == NumberDataViewType.UInt32,
            $"{label.Kind} of {(label.IsKey ? "key of " : string.Empty)}{label.ItemType}");
    }

    private static void CheckFeatures(string name, bool isVectorOfSingle, object type)
    {
        if (!isVectorOfSingle)
        {
            throw new ArgumentOutOfRangeException(
                nameof(name), $"LinearProbe: the feature column '{name}' must be a vector of Single of known size, but its type is {type}.");
        }
    }

    private static void CheckLabel(string name, bool binary, bool isBoolean, bool isKey, object type)
    {
        if (binary && !isBoolean)
        {
            throw new ArgumentOutOfRangeException(
                nameof(name),
                $"LinearProbe: the label column '{name}' must be Boolean for binary classification, but its type is {type}. Convert it, or use " +
                "MulticlassClassification.Trainers.LinearProbe.");
        }

        if (!binary && !isKey)
        {
            throw new ArgumentOutOfRangeException(
                nameof(name), $"LinearProbe: the label column '{name}' must be a key (of UInt32), but its type is {type}. Map it with MapValueToKey first.");
        }
    }

    private static DataViewSchema.Column Column(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name)
        ?? throw new ArgumentOutOfRangeException(nameof(schema), Missing(name, role, schema.Select(column => column.Name)));

    private static SchemaShape.Column Column(SchemaShape shape, string name, string role)
    {
        var found = shape.Where(column => column.Name == name).Take(1).ToArray();
        return found.Length == 1
            ? found[0]
            : throw new ArgumentOutOfRangeException(nameof(shape), Missing(name, role, shape.Select(column => column.Name)));
    }

    private static string Missing(string name, string role, IEnumerable<string> columns) =>
        $"LinearProbe: there is no {role} column '{name}'. The columns are: {string.Join(", ", columns.Distinct().Order(StringComparer.Ordinal))}.";

    private static Func<int> Boolean(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<bool>(column);
        return () =>
        {
            var value = false;
            getter(ref value);
            return value ? 1 : 0;
        };
    }

    // Keys count from 1; 0 is a missing value.
    private static Func<int> Key(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<uint>(column);
        return () =>
        {
            uint value = 0;
            getter(ref value);
            return (int)value - 1;
        };
    }
}
