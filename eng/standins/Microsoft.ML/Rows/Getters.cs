using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Makes getters.</summary>
internal static class Getters
{
    /// <summary>A getter of a value that does not change; the owner of a vector's memory stays the getter.</summary>
    public static Delegate Constant<T>(T value)
    {
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>))
            return (Delegate)Generic.Invoke(typeof(Getters), nameof(ConstantVector), typeof(T).GetGenericArguments()[0], value);
        return (ValueGetter<T>)((ref T destination) => destination = value);
    }

    /// <summary>The getter of a column, whatever its type.</summary>
    public static Delegate Of(DataViewRow row, DataViewSchema.Column column) =>
        (Delegate)Generic.Invoke(typeof(Getters), nameof(OfType), column.Type.RawType, row, column);

    /// <summary>Checks the type of a getter on behalf of <see cref="DataViewRow.GetGetter"/>.</summary>
    public static ValueGetter<T> Cast<T>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<T>
        ?? throw new InvalidOperationException(
            $"Invalid type {typeof(T)} for the values of column '{column.Name}', which is of type {column.Type}.");

    private static ValueGetter<VBuffer<T>> ConstantVector<T>(VBuffer<T> value) =>
        (ref VBuffer<T> destination) => value.CopyTo(ref destination);

    private static Delegate OfType<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
}
