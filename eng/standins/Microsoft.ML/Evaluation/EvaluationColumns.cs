namespace Microsoft.ML.Data;

/// <summary>Finds and reads the columns of an evaluation.</summary>
internal static class EvaluationColumns
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(schema), $"{role} column '{name}' not found");

    /// <summary>The label as a number: keys from 0, false 0, true 1; NaN where it is missing.</summary>
    public static Func<float> LabelGetter(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type switch
        {
            BooleanDataViewType => Convert<bool>(value => value ? 1 : 0),
            KeyDataViewType key when key.RawType == typeof(uint) => Convert<uint>(value => FromKey(value, key.Count)),
            KeyDataViewType key when key.RawType == typeof(byte) => Convert<byte>(value => FromKey(value, key.Count)),
            KeyDataViewType key when key.RawType == typeof(ushort) => Convert<ushort>(value => FromKey(value, key.Count)),
            KeyDataViewType key when key.RawType == typeof(ulong) => Convert<ulong>(value => FromKey(value, key.Count)),
            NumberDataViewType number when number == NumberDataViewType.Double => Convert<double>(value => (float)value),
            _ => Convert<float>(value => value),
        };

        Func<float> Convert<T>(Func<T, float> convert)
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                get(ref value);
                return convert(value);
            };
        }
    }

    private static float FromKey(ulong key, ulong count) => key > 0 && key <= count ? key - 1 : float.NaN;
}
