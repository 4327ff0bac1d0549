namespace Microsoft.ML.Data;

/// <summary>Reads single columns.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>The values of a column, read while they are enumerated. Text can be had as strings, vectors as arrays.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName) =>
        data.GetColumn<T>(data.Schema[columnName]);

    /// <summary>The values of a column, read while they are enumerated. Text can be had as strings, vectors as arrays.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Guard.NotNull(data, nameof(data));
        Guard.NotEmpty(column.Name, nameof(column));
        var found = data.Schema[column.Index];
        Guard.Argument(found.Name == column.Name && found.Type == column.Type, nameof(column),
            $"The column '{column.Name}' cannot be found in the data.");

        if (column.Type.RawType == typeof(T))
            return Read<T, T>(data, column, value => value);
        if (typeof(T) == typeof(string) && column.Type is TextDataViewType)
            return (IEnumerable<T>)Read<ReadOnlyMemory<char>, string>(data, column, value => value.ToString());
        if (typeof(T).IsArray && column.Type is VectorDataViewType vector)
        {
            var itemType = typeof(T).GetElementType();
            if (itemType == vector.ItemType.RawType)
                return (IEnumerable<T>)Generic.Invoke(typeof(ColumnCursorExtensions), nameof(ReadArrays), itemType, data, column);
            if (itemType == typeof(string) && vector.ItemType is TextDataViewType)
            {
                return (IEnumerable<T>)Read<VBuffer<ReadOnlyMemory<char>>, string[]>(data, column,
                    value => [.. value.DenseValues().Select(item => item.ToString())]);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(column),
            $"Cannot map column (name: {column.Name}, type: {column.Type}) to the user-defined type, {typeof(T)}.");
    }

    private static IEnumerable<T[]> ReadArrays<T>(IDataView data, DataViewSchema.Column column) =>
        Read<VBuffer<T>, T[]>(data, column, value =>
        {
            var items = new T[value.Length];
            value.CopyTo(items);
            return items;
        });

    private static IEnumerable<TOut> Read<TIn, TOut>(IDataView data, DataViewSchema.Column column, Func<TIn, TOut> convert)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<TIn>(column);
        TIn value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return convert(value);
        }
    }
}
