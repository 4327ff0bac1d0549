namespace Microsoft.ML.Data;

/// <summary>Which columns of a schema are active.</summary>
internal static class ActiveColumns
{
    public static bool[] Flags(DataViewSchema schema, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Guard.NotNull(activeColumns, nameof(activeColumns));
        bool[] active = new bool[schema.Count];
        foreach (var column in activeColumns)
        {
            Guard.State(column.Index < active.Length, $"The requested column '{column.Name}' is not part of the schema.");
            active[column.Index] = true;
        }

        return active;
    }
}
