namespace Microsoft.ML.Data;

/// <summary>A table from values of one type to values of another, whose values it owns.</summary>
internal sealed class ValueMap<TKey, TValue> : IValueMap
{
    private readonly Dictionary<TKey, TValue> _values = new(Values.Comparer<TKey>());
    private readonly DataViewSchema _valueColumn;

    /// <param name="pairs">The rows of the table.</param>
    /// <param name="valueColumn">A schema of one column: the type and the annotations of the values.</param>
    public ValueMap(IEnumerable<KeyValuePair<TKey, TValue>> pairs, DataViewSchema valueColumn)
    {
        _valueColumn = valueColumn;
        foreach ((TKey key, TValue value) in pairs)
            Guard.State(_values.TryAdd(key, value), $"Duplicate keys in data '{key}'");
    }

    public Type KeyType => typeof(TKey);

    public DataViewType ValueType => _valueColumn[0].Type;

    public DataViewSchema.Annotations ValueAnnotations => _valueColumn[0].Annotations;

    public static ValueMap<TKey, TValue> Load(BinaryReader reader, DataViewSchema valueColumn)
    {
        Func<BinaryReader, TKey> readKey = BinaryFormat.Reader<TKey>();
        Func<BinaryReader, TValue> readValue = BinaryFormat.Reader<TValue>();
        int count = reader.ReadInt32();
        return new ValueMap<TKey, TValue>(
            Enumerable.Range(0, count).Select(_ => KeyValuePair.Create(readKey(reader), readValue(reader))), valueColumn);
    }

    public Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column) => ValueType is VectorDataViewType vector
        ? (Delegate)Generic.Invoke(typeof(ValueMap<TKey, TValue>), this, nameof(CreateVectorGetter), [vector.ItemType.RawType], row, column)
        : ValueGetters.Convert<TKey, TValue>(row, column, key => _values.GetValueOrDefault(key));

    /// <summary>Copies, because whoever gets a vector may write to its memory.</summary>
    private Delegate CreateVectorGetter<TItem>(DataViewRow row, DataViewSchema.Column column)
    {
        var vectors = (Dictionary<TKey, VBuffer<TItem>>)(object)_values;
        ValueGetter<TKey> getKey = row.GetGetter<TKey>(column);
        TKey key = default;
        return (ValueGetter<VBuffer<TItem>>)((ref VBuffer<TItem> destination) =>
        {
            getKey(ref key);
            vectors.GetValueOrDefault(key).CopyTo(ref destination);
        });
    }

    public void Save(BinaryWriter writer)
    {
        writer.WriteType(PrimitiveTypes.FromRawType(typeof(TKey)));
        writer.WriteSchema(_valueColumn);
        Action<BinaryWriter, TKey> writeKey = BinaryFormat.Writer<TKey>();
        Action<BinaryWriter, TValue> writeValue = BinaryFormat.Writer<TValue>();
        writer.Write(_values.Count);
        foreach ((TKey key, TValue value) in _values)
        {
            writeKey(writer, key);
            writeValue(writer, value);
        }
    }
}
