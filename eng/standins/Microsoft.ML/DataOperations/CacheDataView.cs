namespace Microsoft.ML.Data;

/// <summary>Keeps the columns of a view in memory from the first time that they are read.</summary>
internal sealed class CacheDataView : IDataView
{
    private readonly IDataView _source;
    private readonly Lock _lock = new();
    private readonly ColumnBuffer[] _columns;
    private long? _rowCount;

    public CacheDataView(IDataView source, params string[] prefetch)
    {
        _source = source;
        _columns = new ColumnBuffer[source.Schema.Count];
        var needed = prefetch.Select(name => source.Schema.GetColumnOrNull(name)
            ?? throw Guard.SchemaMismatch(nameof(prefetch), "prefetch", name)).ToArray();
        if (needed.Length > 0)
            EnsureCached(needed);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _rowCount ?? _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        EnsureCached(columns);
        int[] order = new int[checked((int)_rowCount.Value)];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        rand?.Shuffle(order);

        // Rows are dealt out in turn; the batch number restores their order.
        int count = Math.Max(1, n);
        return [.. Enumerable.Range(0, count).Select(first => new Cursor(this, columns, order, first, count))];
    }

    private void EnsureCached(DataViewSchema.Column[] columns)
    {
        lock (_lock)
        {
            var missing = columns.Where(column => _columns[column.Index] is null).DistinctBy(column => column.Index).ToArray();
            if (missing.Length == 0 && _rowCount is not null)
                return;
            using var cursor = _source.GetRowCursor(missing);
            var filling = missing.Select(ColumnBuffer.Create).ToArray();
            try
            {
                _rowCount = Read(cursor, missing, filling);
            }
            catch (Exception exception)
            {
                throw Guard.SourceFailed(exception);
            }

            for (int i = 0; i < missing.Length; i++)
                _columns[missing[i].Index] = filling[i];
        }
    }

    private static int Read(DataViewRowCursor cursor, DataViewSchema.Column[] columns, ColumnBuffer[] buffers)
    {
        var getters = columns.Select(column => Getters.Of(cursor, column)).ToArray();
        int rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            // Each row has a slot of its own, so that no memory is shared with the source.
            for (int i = 0; i < buffers.Length; i++)
                buffers[i].Read(getters[i], rows);
        }

        return rows;
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly CacheDataView _view;
        private readonly bool[] _active;
        private readonly int[] _order;
        private readonly int _step;
        private int _next;
        private int _current = -1;
        private long _position = -1;

        public Cursor(CacheDataView view, DataViewSchema.Column[] columns, int[] order, int first, int step)
        {
            _view = view;
            _active = ActiveColumns.Flags(view.Schema, columns);
            _order = order;
            _next = first;
            _step = step;
        }

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _position;

        public override long Batch => _step == 1 || _current < 0 ? 0 : _current;

        public override bool MoveNext()
        {
            if (_next >= _order.Length)
            {
                _current = -1;
                _position = -1;
                return false;
            }

            _current = _next;
            _next += _step;
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)CurrentRow(), 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Guard.Argument(column.Index < _active.Length && _active[column.Index], nameof(column), "requested column not active");
            return Getters.Cast<TValue>(_view._columns[column.Index].CreateGetter(CurrentRow), column);
        }

        protected override void Dispose(bool disposing)
        {
            _next = _order.Length;
            _current = -1;
            _position = -1;
        }

        private int CurrentRow()
        {
            Guard.State(_current >= 0, "Values cannot be fetched at this time: there is no current row.");
            return _order[_current];
        }
    }
}
