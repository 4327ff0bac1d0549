using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Makes tables.</summary>
internal static class ValueMaps
{
    public static IValueMap FromPairs<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs) =>
        Create(pairs.Select(pair => (Raw(pair.Key), Raw(pair.Value))), RawType<TKey>(), PrimitiveTypes.FromRawType(RawType<TValue>()), null);

    public static IValueMap FromPairsToVectors<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue[]>> pairs)
    {
        KeyValuePair<TKey, TValue[]>[] table = [.. pairs];
        int[] sizes = [.. table.Select(pair => pair.Value.Length).Distinct()];
        var type = new VectorDataViewType(PrimitiveTypes.FromRawType(RawType<TValue>()), sizes.Length == 1 ? sizes[0] : 0);
        return Create(
            table.Select(pair => (Raw(pair.Key), RawVector(pair.Value))), RawType<TKey>(), type, null);
    }

    /// <summary>The values become keys, numbered as they occur; unsigned numbers are keys already.</summary>
    public static IValueMap FromPairsToKeys<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs)
    {
        KeyValuePair<TKey, TValue>[] table = [.. pairs];
        TValue[] values = [.. table.Select(pair => pair.Value).Distinct()];
        ReadOnlyMemory<char>[] names =
            Array.ConvertAll(values, value => Convert.ToString(value, CultureInfo.InvariantCulture).AsMemory());
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(AnnotationKinds.KeyValues, new VectorDataViewType(TextDataViewType.Instance, names.Length),
            Getters.Constant(new VBuffer<ReadOnlyMemory<char>>(names.Length, names)));

        return Create(
            table.Select(pair => (Raw(pair.Key), (object)(pair.Value is uint key ? key : (uint)Array.IndexOf(values, pair.Value) + 1))),
            RawType<TKey>(), new KeyDataViewType(typeof(uint), values.Length), annotations.ToAnnotations());
    }

    public static IValueMap FromColumns(IDataView data, DataViewSchema.Column key, DataViewSchema.Column value)
    {
        Guard.NotNull(data, nameof(data));
        return (IValueMap)Generic.Invoke(typeof(ValueMaps), null, nameof(FromColumnsCore), [key.Type.RawType, value.Type.RawType], data, key, value);
    }

    public static IValueMap Load(BinaryReader reader)
    {
        Type keyType = reader.ReadType().RawType;
        DataViewSchema valueColumn = reader.ReadSchema();
        return (IValueMap)Generic.Invoke(typeof(ValueMaps), null, nameof(LoadCore), [keyType, valueColumn[0].Type.RawType], reader, valueColumn);
    }

    private static ValueMap<TKey, TValue> LoadCore<TKey, TValue>(BinaryReader reader, DataViewSchema valueColumn) =>
        ValueMap<TKey, TValue>.Load(reader, valueColumn);

    private static ValueMap<TKey, TValue> FromColumnsCore<TKey, TValue>(IDataView data, DataViewSchema.Column key, DataViewSchema.Column value)
    {
        return new ValueMap<TKey, TValue>(Read(), OneColumn(value.Type, value.Annotations));

        IEnumerable<KeyValuePair<TKey, TValue>> Read()
        {
            using DataViewRowCursor cursor = data.GetRowCursor([key, value]);
            ValueGetter<TKey> getKey = cursor.GetGetter<TKey>(key);
            ValueGetter<TValue> getValue = cursor.GetGetter<TValue>(value);
            while (cursor.MoveNext())
            {
                // Fresh variables, so that the vectors are the table's own.
                TKey currentKey = default;
                TValue currentValue = default;
                getKey(ref currentKey);
                getValue(ref currentValue);
                yield return KeyValuePair.Create(currentKey, currentValue);
            }
        }
    }

    private static IValueMap Create(
        IEnumerable<(object Key, object Value)> pairs, Type keyType, DataViewType valueType, DataViewSchema.Annotations annotations) =>
        (IValueMap)Generic.Invoke(typeof(ValueMaps), null, nameof(CreateCore), [keyType, valueType.RawType], pairs, OneColumn(valueType, annotations));

    private static ValueMap<TKey, TValue> CreateCore<TKey, TValue>(IEnumerable<(object Key, object Value)> pairs, DataViewSchema valueColumn) =>
        new(pairs.Select(pair => KeyValuePair.Create((TKey)pair.Key, (TValue)pair.Value)), valueColumn);

    private static DataViewSchema OneColumn(DataViewType type, DataViewSchema.Annotations annotations)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Value", type, annotations);
        return builder.ToSchema();
    }

    private static Type RawType<T>() => typeof(T) == typeof(string) ? typeof(ReadOnlyMemory<char>) : typeof(T);

    private static object Raw<T>(T value) => value is string text ? text.AsMemory() : value;

    private static object RawVector<T>(T[] values) => values is string[] texts
        ? new VBuffer<ReadOnlyMemory<char>>(texts.Length, Array.ConvertAll(texts, text => text.AsMemory()))
        : new VBuffer<T>(values.Length, values);
}
