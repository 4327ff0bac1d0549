namespace Microsoft.ML.Data;

/// <summary>A view that passes the cursors of its source on.</summary>
internal interface IPipelinedDataView : IDataView
{
    /// <summary>A cursor set, and whether a value is computed for it here or in a source of this kind.</summary>
    DataViewRowCursor[] CreateCursors(DataViewSchema.Column[] columns, int n, Random rand, out bool computes);
}
