namespace MLNet.LlmExtensions.StandIns.Tests;

/// <summary>Reads rows the way that consumers of data views do.</summary>
internal static class Rows
{
    /// <summary>The values of a column, read with a cursor on which only this column is active.</summary>
    public static List<T> Read<T>(IDataView data, string column, Random? rand = null)
    {
        using var cursor = data.GetRowCursor([data.Schema[column]], rand);
        return Read<T>(cursor, column);
    }

    /// <summary>The values of a column on the cursor.</summary>
    public static List<T> Read<T>(DataViewRowCursor cursor, string column)
    {
        var getter = cursor.GetGetter<T>(cursor.Schema[column]);
        var values = new List<T>();
        while (cursor.MoveNext())
        {
            T value = default!;
            getter(ref value);
            values.Add(value);
        }

        return values;
    }

    /// <summary>The value of a column in the current row.</summary>
    public static T Value<T>(DataViewRow row, string column)
    {
        T value = default!;
        row.GetGetter<T>(row.Schema[column])(ref value);
        return value;
    }

    /// <summary>The identifiers of the rows.</summary>
    public static List<DataViewRowId> Ids(IDataView data)
    {
        using var cursor = data.GetRowCursor([]);
        var getter = cursor.GetIdGetter();
        var ids = new List<DataViewRowId>();
        while (cursor.MoveNext())
        {
            DataViewRowId id = default;
            getter(ref id);
            ids.Add(id);
        }

        return ids;
    }
}
