namespace Microsoft.ML.Data;

/// <summary>The annotations of normalised columns.</summary>
internal static class NormalizedColumns
{
    public static SchemaShape Annotations(SchemaShape.Column source)
    {
        var normalized = new SchemaShape.Column(
            AnnotationKinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, isKey: false);
        return source.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slots)
            ? new SchemaShape([normalized, slots])
            : new SchemaShape([normalized]);
    }

    public static DataViewSchema.DetachedColumn Like(DataViewSchema.Column source, string name)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(source.Annotations, kind => kind == AnnotationKinds.SlotNames);
        annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        return new DataViewSchema.DetachedColumn(name, source.Type, annotations.ToAnnotations());
    }
}
