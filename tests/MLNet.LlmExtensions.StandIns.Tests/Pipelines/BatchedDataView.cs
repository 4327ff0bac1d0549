namespace MLNet.LlmExtensions.StandIns.Tests.Pipelines;

/// <summary>A view from outside the package with real cursor sets: batches of ten numbers, dealt out in turn.</summary>
internal sealed class BatchedDataView : IDataView
{
    private const int BatchSize = 10;

    private readonly int _count;

    public BatchedDataView(int count)
    {
        _count = count;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Number", NumberDataViewType.Int32);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, first: 0, step: 1);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [.. Enumerable.Range(0, n).Select(first => new Cursor(this, first, n))];

    private sealed class Cursor(BatchedDataView view, int first, int step) : DataViewRowCursor
    {
        private readonly IEnumerator<int> _numbers = Enumerable.Range(0, view._count)
            .Where(number => number / BatchSize % step == first)
            .GetEnumerator();

        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => _numbers.Current / BatchSize;

        public override bool MoveNext()
        {
            if (!_numbers.MoveNext())
            {
                _position = -1;
                return false;
            }

            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref id) => id = new DataViewRowId((ulong)_numbers.Current, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<int> getter = (ref number) => number = _numbers.Current;
            return (ValueGetter<TValue>)(Delegate)getter;
        }
    }
}
