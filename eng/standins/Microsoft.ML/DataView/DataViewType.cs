namespace Microsoft.ML.Data;

/// <summary>The type of a column: what values it holds and what the values mean.</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType) => RawType = Guard.NotNull(rawType, nameof(rawType));

    /// <summary>The .NET type of the values.</summary>
    public Type RawType { get; }

    /// <summary>Whether the two are the same type.</summary>
    public abstract bool Equals(DataViewType other);
}
