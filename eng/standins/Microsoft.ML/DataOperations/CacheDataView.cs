namespace Microsoft.ML.Data;

/// <summary>Keeps the columns of a view in memory from the first time that they are read.</summary>
internal sealed class CacheDataView : IDataView
{
    private readonly IDataView _source;
    private readonly Lock _lock = new();
    private readonly ColumnCache[] _columns;
    private long? _rowCount;

    public CacheDataView(IDataView source, params string[] prefetch)
    {
        _source = source;
        _columns = new ColumnCache[source.Schema.Count];
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
            var filling = missing.Select(column => (ColumnCache)Generic.Invoke(
                typeof(CacheDataView), nameof(CreateColumn), column.Type.RawType, cursor, column)).ToArray();
            long rows = 0;
            for (; cursor.MoveNext(); rows++)
            {
                foreach (var column in filling)
                    column.Read();
            }

            for (int i = 0; i < missing.Length; i++)
                _columns[missing[i].Index] = filling[i];
            _rowCount = rows;
        }
    }

    private static ColumnCache CreateColumn<T>(DataViewRow row, DataViewSchema.Column column) => new ColumnCache<T>(row.GetGetter<T>(column));

    private abstract class ColumnCache
    {
        public abstract void Read();

        public abstract Delegate CreateGetter(Func<int> index);
    }

    private sealed class ColumnCache<T>(ValueGetter<T> getter) : ColumnCache
    {
        private readonly List<T> _values = [];

        public override void Read()
        {
            // A fresh value each time, so that no memory is shared with the source.
            T value = default;
            getter(ref value);
            _values.Add(value);
        }

        public override Delegate CreateGetter(Func<int> index)
        {
            if (!typeof(T).IsGenericType || typeof(T).GetGenericTypeDefinition() != typeof(VBuffer<>))
                return (ValueGetter<T>)((ref T value) => value = _values[index()]);
            return (Delegate)Generic.Invoke(typeof(ColumnCache<T>), this, nameof(CreateVectorGetter), [typeof(T).GetGenericArguments()[0]], index);
        }

        private ValueGetter<VBuffer<TItem>> CreateVectorGetter<TItem>(Func<int> index)
        {
            var vectors = (List<VBuffer<TItem>>)(object)_values;
            return (ref VBuffer<TItem> value) => vectors[index()].CopyTo(ref value);
        }
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
