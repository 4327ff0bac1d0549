namespace Microsoft.ML.Data;

/// <summary>The column types that belong to .NET types.</summary>
internal static class PrimitiveTypes
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> ByRawType = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16,
        NumberDataViewType.Int32, NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64,
        NumberDataViewType.Single, NumberDataViewType.Double, BooleanDataViewType.Instance, TextDataViewType.Instance,
        DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance, TimeSpanDataViewType.Instance,
        RowIdDataViewType.Instance,
    }.ToDictionary(type => type.RawType);

    /// <summary>The type of a column of such values, or an exception.</summary>
    public static PrimitiveDataViewType FromRawType(Type type) =>
        ByRawType.TryGetValue(type, out var result)
            ? result
            : throw new InvalidOperationException($"There is no column type for values of type {type}.");

    public static bool TryFromRawType(Type type, out PrimitiveDataViewType result) => ByRawType.TryGetValue(type, out result);

    public static DataViewType ItemType(this DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;
}
