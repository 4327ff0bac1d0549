namespace Microsoft.ML.Data;

/// <summary>Values of one type with their numbers, from 1.</summary>
internal sealed class KeyMap<T> : IKeyMap
    where T : struct
{
    private readonly T[] _values;
    private readonly Dictionary<T, uint> _keys;

    public KeyMap(T[] values)
    {
        _values = values;
        _keys = new Dictionary<T, uint>(values.Length, Values.Comparer<T>());
        for (int i = 0; i < values.Length; i++)
            _keys.TryAdd(values[i], (uint)i + 1);
    }

    public Type ValueType => typeof(T);

    public int Count => _values.Length;

    public static KeyMap<T> Load(BinaryReader reader)
    {
        VBuffer<T> values = BinaryFormat.Reader<VBuffer<T>>()(reader);
        return new KeyMap<T>([.. values.DenseValues()]);
    }

    public Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column) =>
        ValueGetters.Convert<T, uint>(row, column, value => _keys.GetValueOrDefault(value));

    public void AddKeyValues(DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column source, bool asText)
    {
        if (Count == 0)
            return;

        // Keys of keys stand for what the first keys stand for.
        if (source.Type.ItemType() is KeyDataViewType
            && source.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type is VectorDataViewType values)
        {
            Generic.Invoke(typeof(KeyMap<T>), this, nameof(AddChosen), [values.ItemType.RawType], annotations, source, values.ItemType);
        }
        else if (asText)
        {
            Add(annotations, TextDataViewType.Instance, Array.ConvertAll(_values, Values.ToText));
        }
        else
        {
            Add(annotations, PrimitiveTypes.FromRawType(typeof(T)), _values);
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.WriteType(PrimitiveTypes.FromRawType(typeof(T)));
        BinaryFormat.Writer<VBuffer<T>>()(writer, new VBuffer<T>(_values.Length, _values));
    }

    private static void Add<TValue>(DataViewSchema.Annotations.Builder annotations, PrimitiveDataViewType type, TValue[] values) =>
        annotations.Add(AnnotationKinds.KeyValues, new VectorDataViewType(type, values.Length),
            Getters.Constant(new VBuffer<TValue>(values.Length, values)));

    private void AddChosen<TValue>(DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column source, PrimitiveDataViewType type)
    {
        VBuffer<TValue> all = default;
        source.GetKeyValues(ref all);
        TValue[] chosen = Array.ConvertAll(_values, key =>
        {
            ulong index = Convert.ToUInt64(key, null) - 1;
            return index < (ulong)all.Length ? all.GetItemOrDefault((int)index) : Values.Missing<TValue>();
        });
        Add(annotations, type, chosen);
    }
}
