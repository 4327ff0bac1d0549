namespace Microsoft.ML.Data;

/// <summary>A row with the new columns of a <see cref="RowMapper"/>.</summary>
internal sealed class MappedRow(BoundRowMapper mapper, DataViewRow input, Delegate[] getters) : DataViewRow
{
    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < mapper.InputSchema.Count
        ? input.IsColumnActive(mapper.InputSchema[column.Index])
        : getters[column.Index - mapper.InputSchema.Count] is not null;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        column.Index < mapper.InputSchema.Count
            ? input.GetGetter<TValue>(mapper.InputSchema[column.Index])
            : Getters.Cast<TValue>(getters[column.Index - mapper.InputSchema.Count], column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
    }
}
