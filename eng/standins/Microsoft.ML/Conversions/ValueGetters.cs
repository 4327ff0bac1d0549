namespace Microsoft.ML.Data;

/// <summary>Getters that convert value by value, in scalars and in vectors.</summary>
internal static class ValueGetters
{
    /// <summary>The getter of the converted values of a column: of a scalar or, for a vector column, of a dense vector.</summary>
    public static Delegate Convert<TSource, TResult>(DataViewRow row, DataViewSchema.Column column, Func<TSource, TResult> convert)
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<TSource> get = row.GetGetter<TSource>(column);
            TSource source = default;
            return (ValueGetter<TResult>)((ref TResult destination) =>
            {
                get(ref source);
                destination = convert(source);
            });
        }

        ValueGetter<VBuffer<TSource>> getVector = row.GetGetter<VBuffer<TSource>>(column);
        VBuffer<TSource> vector = default;
        TSource[] dense = [];
        return (ValueGetter<VBuffer<TResult>>)((ref VBuffer<TResult> destination) =>
        {
            getVector(ref vector);
            if (dense.Length < vector.Length)
                dense = new TSource[vector.Length];
            vector.CopyTo(dense);
            VBufferEditor<TResult> editor = VBufferEditor.Create(ref destination, vector.Length);
            for (int i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = convert(dense[i]);
            destination = editor.Commit();
        });
    }

    /// <summary>The type of a column in which every item of another is converted to an item of a type.</summary>
    public static DataViewType Like(DataViewType type, PrimitiveDataViewType item) =>
        type is VectorDataViewType vector ? new VectorDataViewType(item, vector.Dimensions) : item;

    /// <summary>Reads all items of a column.</summary>
    public static void ForEach<T>(IDataView data, DataViewSchema.Column column, Action<T> action)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> getVector = cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            while (cursor.MoveNext())
            {
                getVector(ref vector);
                foreach (T item in vector.DenseValues())
                    action(item);
            }

            return;
        }

        ValueGetter<T> get = cursor.GetGetter<T>(column);
        T value = default;
        while (cursor.MoveNext())
        {
            get(ref value);
            action(value);
        }
    }
}
