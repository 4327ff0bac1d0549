using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The columns that classifiers expect and add.</summary>
internal static class ClassifierColumns
{
    private static readonly SchemaShape.Column[] OutputAnnotations =
    [
        Scalar(AnnotationKinds.ScoreColumnSetId, NumberDataViewType.UInt32, isKey: true),
        Scalar(AnnotationKinds.ScoreColumnKind, TextDataViewType.Instance),
        Scalar(AnnotationKinds.ScoreValueKind, TextDataViewType.Instance),
    ];

    public static SchemaShape.Column KeyLabel(string name) =>
        Scalar(Guard.NotEmpty(name, "labelColumn"), NumberDataViewType.UInt32, isKey: true);

    public static SchemaShape.Column BooleanLabel(string name) =>
        Scalar(Guard.NotEmpty(name, "labelColumn"), BooleanDataViewType.Instance);

    public static int ClassCount(DataViewSchema.Column label) => checked((int)((KeyDataViewType)label.Type).Count);

    public static SchemaShape.Column[] Multiclass(SchemaShape.Column label)
    {
        List<SchemaShape.Column> scoreAnnotations = [];
        List<SchemaShape.Column> labelAnnotations = [];
        if (label.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values))
        {
            labelAnnotations.Add(values);
            if (values.Kind == SchemaShape.Column.VectorKind.Vector)
            {
                if (values.ItemType is TextDataViewType)
                    scoreAnnotations.Add(Vector(AnnotationKinds.SlotNames, TextDataViewType.Instance));
                scoreAnnotations.Add(Vector(AnnotationKinds.TrainingLabelValues, values.ItemType));
            }
        }

        return
        [
            Vector(DefaultColumnNames.Score, NumberDataViewType.Single, new SchemaShape([.. scoreAnnotations, .. OutputAnnotations])),
            Scalar(DefaultColumnNames.PredictedLabel, NumberDataViewType.UInt32, isKey: true,
                new SchemaShape([.. labelAnnotations, .. OutputAnnotations])),
        ];
    }

    public static SchemaShape.Column[] Binary() =>
    [
        Scalar(DefaultColumnNames.Score, NumberDataViewType.Single, annotations: new SchemaShape(OutputAnnotations)),
        Scalar(DefaultColumnNames.Probability, NumberDataViewType.Single,
            annotations: new SchemaShape([.. OutputAnnotations, Scalar(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance)])),
        Scalar(DefaultColumnNames.PredictedLabel, BooleanDataViewType.Instance, annotations: new SchemaShape(OutputAnnotations)),
    ];

    private static SchemaShape.Column Scalar(string name, DataViewType type, bool isKey = false, SchemaShape annotations = null) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, type, isKey, annotations);

    private static SchemaShape.Column Vector(string name, DataViewType type, SchemaShape annotations = null) =>
        new(name, SchemaShape.Column.VectorKind.Vector, type, isKey: false, annotations);
}
