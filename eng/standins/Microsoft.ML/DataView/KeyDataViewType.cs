namespace Microsoft.ML.Data;

/// <summary>Keys: categories, stored as 1 to <see cref="Count"/>, where 0 means missing.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    /// <summary>Creates the type of keys with <paramref name="count"/> different values.</summary>
    public KeyDataViewType(Type type, ulong count)
        : base(type)
    {
        if (!IsValidDataType(type))
            throw new ArgumentOutOfRangeException(nameof(type), "A key is a Byte, UInt16, UInt32 or UInt64.");
        if (count == 0 || count > Maximum(type))
        {
            throw new ArgumentOutOfRangeException(nameof(count),
                $"The cardinality of a key must be positive and no more than the largest {type.Name}, but is {count}.");
        }

        Count = count;
    }

    /// <summary>Creates the type of keys with <paramref name="count"/> different values.</summary>
    public KeyDataViewType(Type type, int count)
        : this(type, count > 0 ? (ulong)count : throw new ArgumentOutOfRangeException(nameof(count)))
    {
    }

    /// <summary>The number of different values.</summary>
    public ulong Count { get; }

    /// <summary>Whether keys can be of this type.</summary>
    public static bool IsValidDataType(Type type) =>
        type == typeof(uint) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(byte);

    private static ulong Maximum(Type type) =>
        type == typeof(uint) ? uint.MaxValue
        : type == typeof(ulong) ? ulong.MaxValue
        : type == typeof(ushort) ? ushort.MaxValue
        : byte.MaxValue;

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) =>
        other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    /// <inheritdoc/>
    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    /// <inheritdoc/>
    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";
}
