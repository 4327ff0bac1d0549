namespace Microsoft.ML.Data;

/// <summary>Holds values of a column, by slot.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>A buffer for the values of a column.</summary>
    public static ColumnBuffer Create(DataViewSchema.Column column) =>
        (ColumnBuffer)Activator.CreateInstance(typeof(ColumnBuffer<>).MakeGenericType(column.Type.RawType));

    /// <summary>Stores what a getter gives now. Slots are filled in order the first time, and then in any.</summary>
    public abstract void Read(Delegate getter, int slot);

    /// <summary>A getter of the value in the slot that the function says; a vector's memory stays the buffer's own.</summary>
    public abstract Delegate CreateGetter(Func<int> slot);
}
