using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.FineTuning.Tasks;
using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions.FineTuning;

/// <summary>The label column of fine-tuning, checked for the kind of task.</summary>
internal static class LabelColumn
{
    /// <summary>Finds the label column and makes the task of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or of a type that will not do.</exception>
    public static TextClassificationTask Task(DataViewSchema schema, string name, TextClassificationKind kind)
    {
        var label = Find(schema, name, kind);
        return kind switch
        {
            TextClassificationKind.Multiclass => new MulticlassTask(ClassKeys.Of(label)),
            TextClassificationKind.Binary => new BinaryTask(),
            _ => MultiLabelTask.Of(label),
        };
    }

    /// <summary>Finds the label column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or of a type that will not do.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, TextClassificationKind kind)
    {
        var column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentOutOfRangeException(
                nameof(schema), ColumnMessages.Missing(ClassifierComputation.Name, "label", name, schema.Select(column => column.Name)));
        var fits = kind switch
        {
            TextClassificationKind.Multiclass => column.Type is KeyDataViewType key && key.RawType == typeof(uint),
            TextClassificationKind.Binary => column.Type is BooleanDataViewType,
            _ => column.Type is VectorDataViewType { IsKnownSize: true } vector && IsFlag(vector.ItemType),
        };
        return fits ? column : throw new ArgumentOutOfRangeException(nameof(schema), Wrong(name, kind, column.Type.ToString()!));
    }

    /// <summary>The same checks on a schema's shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The label column is missing or of a type that will not do.</exception>
    public static void Check(SchemaShape shape, string name, TextClassificationKind kind)
    {
        var found = shape.Where(column => column.Name == name).Take(1).ToArray();
        if (found.Length == 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(shape), ColumnMessages.Missing(ClassifierComputation.Name, "label", name, shape.Select(column => column.Name)));
        }

        var column = found[0];
        var isScalar = column.Kind == SchemaShape.Column.VectorKind.Scalar;
        var fits = kind switch
        {
            TextClassificationKind.Multiclass => isScalar && column.IsKey && column.ItemType == NumberDataViewType.UInt32,
            TextClassificationKind.Binary => isScalar && !column.IsKey && column.ItemType is BooleanDataViewType,
            _ => column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey && IsFlag(column.ItemType),
        };
        if (!fits)
        {
            throw new ArgumentOutOfRangeException(
                nameof(shape), Wrong(name, kind, $"{column.Kind} of {(column.IsKey ? "key of " : string.Empty)}{column.ItemType}"));
        }
    }

    private static bool IsFlag(DataViewType type) => type is BooleanDataViewType || type == NumberDataViewType.Single;

    private static string Wrong(string name, TextClassificationKind kind, string type) => kind switch
    {
        TextClassificationKind.Multiclass =>
            $"LoraTextClassification: the label column '{name}' must be a key (of UInt32), but its type is {type}. Map it with Conversion.MapValueToKey first.",
        TextClassificationKind.Binary =>
            $"LoraTextClassification: the label column '{name}' must be Boolean for binary classification, but its type is {type}. Convert it, or use " +
            "MulticlassClassification.Trainers.LoraTextClassification on a key that MapValueToKey makes.",
        _ =>
            $"LoraMultiLabelTextClassification: the label column '{name}' must be a vector of known size of Booleans or of Single, but its type is {type}. " +
            "Where each text has one class, map the label with MapValueToKey and use LoraTextClassification.",
    };
}
