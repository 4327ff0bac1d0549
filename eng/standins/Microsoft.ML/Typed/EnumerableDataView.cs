namespace Microsoft.ML.Data;

/// <summary>A view of objects, enumerated anew by each cursor.</summary>
internal sealed class EnumerableDataView<TRow>(IEnumerable<TRow> data, TypedSchema<TRow> schema) : IDataView
    where TRow : class
{
    private readonly ObjectReader<TRow> _reader = new(schema);

    public bool CanShuffle => false;

    public DataViewSchema Schema => schema.Schema;

    public long? GetRowCount() => (data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly EnumerableDataView<TRow> _view;
        private readonly Delegate[] _getters;
        private IEnumerator<TRow> _rows;
        private TRow _current;
        private long _position = -1;

        public Cursor(EnumerableDataView<TRow> view, IEnumerable<DataViewSchema.Column> columnsNeeded)
        {
            _view = view;
            _getters = [.. ActiveColumns.Flags(Schema, columnsNeeded)
                .Select((active, i) => active ? view._reader.CreateGetter(i, GetCurrent) : null)];
            _rows = view.Data.GetEnumerator();
        }

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_rows is null)
                return false;
            if (!_rows.MoveNext())
            {
                Dispose();
                return false;
            }

            _current = _rows.Current
                ?? throw new InvalidOperationException("Encountered null when iterating over data, this is not supported.");
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            GetCurrent();
            value = new DataViewRowId((ulong)_position, 0);
        };

        public override bool IsColumnActive(DataViewSchema.Column column)
        {
            Guard.State(column.Index < _getters.Length, "The column is not in the schema.");
            return _getters[column.Index] is not null;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Guard.Argument(IsColumnActive(column), nameof(column), "requested column not active");
            return Getters.Cast<TValue>(_getters[column.Index], column);
        }

        protected override void Dispose(bool disposing)
        {
            if (!disposing)
                return;

            // The enumerator is not disposed: the official package leaves one that was not read to its end alone.
            _rows = null;
            _current = null;
            _position = -1;
        }

        private TRow GetCurrent() => _current
            ?? throw new InvalidOperationException("Values cannot be fetched at this time: there is no current row.");
    }

    private IEnumerable<TRow> Data => data;
}
