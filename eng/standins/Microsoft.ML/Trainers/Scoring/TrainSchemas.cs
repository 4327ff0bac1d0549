namespace Microsoft.ML.Data;

/// <summary>What is kept of the schema that a model was trained on.</summary>
internal static class TrainSchemas
{
    /// <summary>The visible columns with these names alone.</summary>
    public static DataViewSchema Only(this DataViewSchema schema, params string[] names)
    {
        var builder = new DataViewSchema.Builder();
        foreach (string name in names.Distinct())
            builder.AddColumn(name, schema[name].Type, schema[name].Annotations);

        return builder.ToSchema();
    }
}
