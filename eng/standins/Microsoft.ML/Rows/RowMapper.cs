namespace Microsoft.ML.Data;

/// <summary>
/// Computes new columns of a row from the row: what most built-in transformers are about. The columns come after those
/// of the input, and hide those with the same names.
/// </summary>
internal abstract class RowMapper
{
    protected RowMapper(DataViewSchema inputSchema) => InputSchema = inputSchema;

    public DataViewSchema InputSchema { get; }

    /// <summary>The new columns.</summary>
    public abstract DataViewSchema.DetachedColumn[] GetOutputColumns();

    /// <summary>The indices of the input columns that a new column is computed from.</summary>
    public abstract IEnumerable<int> GetDependencies(int outputColumn);

    /// <summary>The getters of the new columns, <see langword="null"/> for the inactive ones.</summary>
    public virtual Delegate[] CreateGetters(DataViewRow input, bool[] activeOutput) =>
        [.. activeOutput.Select((active, i) => active ? CreateGetter(input, i) : null)];

    /// <summary>The getter of a new column. Only needed where <see cref="CreateGetters"/> is not overridden.</summary>
    protected virtual Delegate CreateGetter(DataViewRow input, int outputColumn) => throw new NotSupportedException();
}
