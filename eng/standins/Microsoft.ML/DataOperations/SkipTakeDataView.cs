namespace Microsoft.ML.Data;

/// <summary>Some rows from the start or the end of a view, in its order.</summary>
internal sealed class SkipTakeDataView(IDataView source, long skip, long take) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount() is { } count ? Math.Min(Math.Max(0, count - skip), take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return new Cursor(source.GetRowCursor(columns), columns, skip, take);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, long skip, long take)
        : WrappingCursor(input, input.Schema, columns)
    {
        private long _next;
        private long _position = -1;
        private bool _started;

        public override long Position => _position;

        public override bool MoveNext()
        {
            if (!_started)
            {
                _started = true;
                for (long i = 0; i < skip && Input.MoveNext(); i++)
                {
                }
            }

            if (_next >= take || !Input.MoveNext())
            {
                _next = take;
                _position = -1;
                return false;
            }

            _position = _next++;
            return true;
        }

        protected override ValueGetter<TValue> GetActiveGetter<TValue>(DataViewSchema.Column column) =>
            Input.GetGetter<TValue>(column);
    }
}
