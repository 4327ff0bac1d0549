namespace Microsoft.ML.Data;

/// <summary>Makes the column of an unsigned integer member one of keys.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>Not supported: the number of keys has to be given.</summary>
    public KeyTypeAttribute() =>
        throw new NotSupportedException("Using KeyType without the Count parameter is not supported");

    /// <summary>There are <paramref name="count"/> keys; the member holds 0 to <paramref name="count"/> - 1.</summary>
    public KeyTypeAttribute(ulong count) => Count = count;

    internal ulong Count { get; }
}
