namespace Microsoft.ML;

/// <summary>A row that moves over rows.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    /// <summary>Moves to the next row, and says whether there is one.</summary>
    public abstract bool MoveNext();
}
