namespace Microsoft.ML.Data;

/// <summary>Numbers.</summary>
public sealed class NumberDataViewType : PrimitiveDataViewType
{
    private NumberDataViewType(Type type)
        : base(type)
    {
    }

    /// <summary>The type of <see langword="sbyte"/> values.</summary>
    public static NumberDataViewType SByte { get; } = new(typeof(sbyte));

    /// <summary>The type of <see langword="byte"/> values.</summary>
    public static NumberDataViewType Byte { get; } = new(typeof(byte));

    /// <summary>The type of <see langword="short"/> values.</summary>
    public static NumberDataViewType Int16 { get; } = new(typeof(short));

    /// <summary>The type of <see langword="ushort"/> values.</summary>
    public static NumberDataViewType UInt16 { get; } = new(typeof(ushort));

    /// <summary>The type of <see langword="int"/> values.</summary>
    public static NumberDataViewType Int32 { get; } = new(typeof(int));

    /// <summary>The type of <see langword="uint"/> values.</summary>
    public static NumberDataViewType UInt32 { get; } = new(typeof(uint));

    /// <summary>The type of <see langword="long"/> values.</summary>
    public static NumberDataViewType Int64 { get; } = new(typeof(long));

    /// <summary>The type of <see langword="ulong"/> values.</summary>
    public static NumberDataViewType UInt64 { get; } = new(typeof(ulong));

    /// <summary>The type of <see langword="float"/> values.</summary>
    public static NumberDataViewType Single { get; } = new(typeof(float));

    /// <summary>The type of <see langword="double"/> values.</summary>
    public static NumberDataViewType Double { get; } = new(typeof(double));

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override string ToString() => RawType.Name;
}
