using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace BatchScoring.Input;

/// <summary>Reads columns of strings or whole numbers as texts.</summary>
internal static class ParquetValues
{
    /// <summary>Whether a column is of such a type.</summary>
    public static bool CanRead(DataField field) =>
        IsText(field) || field.ClrType == typeof(long) || field.ClrType == typeof(int) || field.ClrType == typeof(ulong) || field.ClrType == typeof(uint);

    /// <summary>Whether a column's values are strings, which the library takes for one or the other type.</summary>
    public static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    /// <summary>All values of a column in a row group; null where there is none.</summary>
    public static string?[] Read(ParquetRowGroupReader reader, DataField field, int rows)
    {
        if (IsText(field))
        {
            var values = new string?[rows];
            reader.ReadAsync(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
            return values;
        }

        return field.ClrType == typeof(long) ? Numbers<long>(reader, field, rows)
            : field.ClrType == typeof(int) ? Numbers<int>(reader, field, rows)
            : field.ClrType == typeof(ulong) ? Numbers<ulong>(reader, field, rows)
            : Numbers<uint>(reader, field, rows);
    }

    private static string?[] Numbers<T>(ParquetRowGroupReader reader, DataField field, int rows)
        where T : struct, IFormattable
    {
        if (field.IsNullable)
        {
            var values = new T?[rows];
            reader.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
            return Array.ConvertAll(values, value => value?.ToString(null, CultureInfo.InvariantCulture));
        }

        var certain = new T[rows];
        reader.ReadAsync<T>(field, certain.AsMemory()).AsTask().GetAwaiter().GetResult();
        return Array.ConvertAll(certain, value => (string?)value.ToString(null, CultureInfo.InvariantCulture));
    }
}
