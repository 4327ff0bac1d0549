namespace Microsoft.ML.Data;

/// <summary>Definitions that follow a schema.</summary>
internal static class SchemaDefinitions
{
    /// <summary>The definition of a class with the types and annotations of the schema.</summary>
    public static SchemaDefinition Create<TRow>(DataViewSchema schema)
    {
        var definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        foreach (var column in schema)
        {
            var target = definition[column.Name]
                ?? throw new InvalidOperationException($"Type should contain a member named {column.Name}");
            target.ColumnType = column.Type;
            foreach (var annotation in column.Annotations.Schema)
                target.SetAnnotation(annotation, column.Annotations.GetGetter(annotation.Index));
        }

        return definition;
    }
}
