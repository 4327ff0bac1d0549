namespace Microsoft.ML.Data;

/// <inheritdoc/>
internal sealed class ColumnBuffer<T> : ColumnBuffer
{
    private readonly List<T> _values = [];

    public override void Read(Delegate getter, int slot)
    {
        if (slot == _values.Count)
            _values.Add(default);
        var value = _values[slot];
        ((ValueGetter<T>)getter)(ref value);
        _values[slot] = value;
    }

    public override Delegate CreateGetter(Func<int> slot) =>
        typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>)
            ? (Delegate)Generic.Invoke(typeof(ColumnBuffer<T>), this, nameof(CreateVectorGetter), [typeof(T).GetGenericArguments()[0]], slot)
            : (ValueGetter<T>)((ref T value) => value = _values[slot()]);

    private ValueGetter<VBuffer<TItem>> CreateVectorGetter<TItem>(Func<int> slot)
    {
        var vectors = (List<VBuffer<TItem>>)(object)_values;
        return (ref VBuffer<TItem> value) => vectors[slot()].CopyTo(ref value);
    }
}
