namespace Microsoft.ML.Data;

/// <summary>A row whose values are the members of an object, which can be exchanged.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow _current;
    private long _position = -1;

    public ObjectRow(TypedSchema<TRow> schema)
    {
        var reader = new ObjectReader<TRow>(schema);
        Schema = schema.Schema;
        _getters = [.. Schema.Select(column => reader.CreateGetter(column.Index, () => _current
            ?? throw new InvalidOperationException("Values cannot be fetched at this time: there is no current row.")))];
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    /// <summary>Makes the object the current row.</summary>
    public void Set(TRow row)
    {
        _current = row;
        _position++;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new DataViewRowId((ulong)Position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        Getters.Cast<TValue>(_getters[column.Index], column);
}
