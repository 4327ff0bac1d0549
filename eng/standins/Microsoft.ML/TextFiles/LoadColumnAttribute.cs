namespace Microsoft.ML.Data;

/// <summary>Says which fields of a line of text a member is read from.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnAttribute : Attribute
{
    /// <summary>One field.</summary>
    public LoadColumnAttribute(int fieldIndex) => Fields = [fieldIndex];

    /// <summary>The fields from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    public LoadColumnAttribute(int start, int end) => Fields = [.. Enumerable.Range(start, end - start + 1)];

    /// <summary>These fields.</summary>
    public LoadColumnAttribute(int[] columnIndexes) => Fields = [.. columnIndexes];

    internal int[] Fields { get; }
}
