namespace Microsoft.ML.Data;

/// <summary>The base of cursors that move with another cursor.</summary>
internal abstract class WrappingCursor : DataViewRowCursor
{
    private readonly bool[] _active;

    protected WrappingCursor(DataViewRowCursor input, DataViewSchema schema, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Input = input;
        Schema = schema;
        _active = ActiveColumns.Flags(schema, activeColumns);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => Input.Position;

    public override long Batch => Input.Batch;

    protected DataViewRowCursor Input { get; }

    public override bool MoveNext() => Input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        Guard.State(column.Index < _active.Length, "The column is not in the schema.");
        return _active[column.Index];
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Guard.State(IsColumnActive(column), $"The column '{column.Name}' is not active.");
        return GetActiveGetter<TValue>(column);
    }

    protected abstract ValueGetter<TValue> GetActiveGetter<TValue>(DataViewSchema.Column column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
    }
}
