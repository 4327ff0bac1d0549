namespace Microsoft.ML.Data;

/// <summary>The rows of a view in random order, drawn from a pool through which they stream.</summary>
internal sealed class ShuffledDataView(IDataView source, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        // Without a generator every pass has the same order.
        var random = rand ?? new Random(seed);
        var columns = columnsNeeded.ToArray();
        var sourceRandom = shuffleSource && source.CanShuffle ? new Random(random.Next()) : null;
        return new Cursor(source.GetRowCursor(columns, sourceRandom), columns, random, poolSize);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : WrappingCursor
    {
        private readonly Random _random;
        private readonly int _poolSize;
        private readonly ColumnBuffer[] _pools;
        private readonly Delegate[] _getters;
        private readonly ColumnBuffer<DataViewRowId> _ids = new();
        private readonly Delegate _idGetter;
        private readonly List<int> _filled = [];
        private readonly Stack<int> _free = [];
        private int _slot = -1;
        private long _position = -1;

        public Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, Random random, int poolSize)
            : base(input, input.Schema, columns)
        {
            _random = random;
            _poolSize = poolSize;
            _idGetter = input.GetIdGetter();
            _pools = new ColumnBuffer[input.Schema.Count];
            _getters = new Delegate[input.Schema.Count];
            foreach (var column in columns)
            {
                _pools[column.Index] = ColumnBuffer.Create(column);
                _getters[column.Index] = Getters.Of(input, column);
            }
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_slot >= 0)
                _free.Push(_slot);
            FillPool();
            if (_filled.Count == 0)
            {
                _slot = -1;
                _position = -1;
                return false;
            }

            int drawn = _random.Next(_filled.Count);
            _slot = _filled[drawn];
            _filled[drawn] = _filled[^1];
            _filled.RemoveAt(_filled.Count - 1);
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.CreateGetter(CurrentSlot);

        protected override ValueGetter<TValue> GetActiveGetter<TValue>(DataViewSchema.Column column) =>
            Getters.Cast<TValue>(_pools[column.Index].CreateGetter(CurrentSlot), column);

        private void FillPool()
        {
            try
            {
                while (_filled.Count < _poolSize && Input.MoveNext())
                    Fill(_free.TryPop(out int free) ? free : _filled.Count);
            }
            catch (Exception exception)
            {
                throw Guard.SourceFailed(exception);
            }
        }

        private void Fill(int slot)
        {
            _ids.Read(_idGetter, slot);
            for (int i = 0; i < _pools.Length; i++)
                _pools[i]?.Read(_getters[i], slot);
            _filled.Add(slot);
        }

        private int CurrentSlot()
        {
            Guard.State(_slot >= 0, "Values cannot be fetched at this time: there is no current row.");
            return _slot;
        }
    }
}
