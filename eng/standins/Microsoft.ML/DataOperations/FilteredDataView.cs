namespace Microsoft.ML.Data;

/// <summary>The rows of a view that a predicate keeps. What is kept depends on the order of the rows, so it is not shuffled.</summary>
internal sealed class FilteredDataView(IDataView source, RowPredicate predicate) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        var input = source.GetRowCursor(columns.Concat(predicate.Columns).DistinctBy(column => column.Index));
        return new Cursor(input, columns, predicate);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, RowPredicate predicate)
        : WrappingCursor(input, input.Schema, columns)
    {
        private readonly Func<bool> _keeps = predicate.Bind(input);
        private long _position = -1;

        public override long Position => _position;

        public override bool MoveNext()
        {
            while (Input.MoveNext())
            {
                if (!_keeps())
                    continue;
                _position++;
                return true;
            }

            _position = -1;
            return false;
        }

        protected override ValueGetter<TValue> GetActiveGetter<TValue>(DataViewSchema.Column column) =>
            Input.GetGetter<TValue>(column);
    }
}
