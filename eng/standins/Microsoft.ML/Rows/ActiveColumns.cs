namespace Microsoft.ML.Data;

/// <summary>Which columns of a schema are active.</summary>
internal static class ActiveColumns
{
    public static bool[] Flags(DataViewSchema schema, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] active = new bool[schema.Count];
        foreach (var column in activeColumns)
        {
            Guard.Argument(
                column.Index < active.Length && column.Name == schema[column.Index].Name,
                nameof(activeColumns),
                $"The column '{column.Name}' is not in the schema.");
            active[column.Index] = true;
        }

        return active;
    }
}
