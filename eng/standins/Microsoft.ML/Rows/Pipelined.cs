namespace Microsoft.ML.Data;

/// <summary>
/// Cursors over views that pass the cursors of their sources on. The official package splits what computes something
/// between threads, and the last view of a pipeline puts the rows together again. What can be seen of it is here as
/// well: sources are asked for cursor sets, active columns are computed some rows ahead whether they are read or not,
/// and an exception comes out as the inner one of an <see cref="InvalidOperationException"/>. The threads are not.
/// </summary>
internal static class Pipelined
{
    // Enough to see a source's cursor set at work.
    private const int CursorCount = 2;

    public static DataViewRowCursor[] CreateSourceCursors(
        IDataView source, IEnumerable<DataViewSchema.Column> columns, int n, Random rand, out bool computes)
    {
        if (source is IPipelinedDataView pipelined)
            return pipelined.CreateCursors([.. columns], n, rand, out computes);
        computes = false;
        return source.GetRowCursorSet(columns, n, rand);
    }

    public static DataViewRowCursor CreateCursor(IPipelinedDataView view, IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand)
    {
        var columns = columnsNeeded.ToArray();
        var inputs = view.CreateCursors(columns, CursorCount, view.CanShuffle ? rand : null, out bool computes);
        return computes || inputs.Length > 1 ? new ReadAheadCursor(view.Schema, inputs, columns) : inputs[0];
    }
}
