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
        private readonly Pool[] _pools;
        private readonly Pool<DataViewRowId> _ids;
        private readonly List<int> _filled = [];
        private readonly Stack<int> _free = [];
        private int _slot = -1;
        private long _position = -1;

        public Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, Random random, int poolSize)
            : base(input, input.Schema, columns)
        {
            _random = random;
            _poolSize = poolSize;
            _ids = new Pool<DataViewRowId>(input.GetIdGetter());
            _pools = new Pool[input.Schema.Count];
            foreach (var column in columns)
            {
                _pools[column.Index] = (Pool)Generic.Invoke(
                    typeof(Cursor), nameof(CreatePool), column.Type.RawType, input, column);
            }
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_slot >= 0)
                _free.Push(_slot);
            while (_filled.Count < _poolSize && Input.MoveNext())
                Fill(_free.TryPop(out int free) ? free : _filled.Count);
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

        public override ValueGetter<DataViewRowId> GetIdGetter() => _ids.CreateGetter(CurrentSlot);

        protected override ValueGetter<TValue> GetActiveGetter<TValue>(DataViewSchema.Column column) =>
            Getters.Cast<TValue>(_pools[column.Index].CreateGetterCore(CurrentSlot), column);

        private static Pool<T> CreatePool<T>(DataViewRow row, DataViewSchema.Column column) => new(row.GetGetter<T>(column));

        private void Fill(int slot)
        {
            _ids.Read(slot);
            foreach (var pool in _pools)
                pool?.Read(slot);
            _filled.Add(slot);
        }

        private int CurrentSlot()
        {
            Guard.State(_slot >= 0, "Values cannot be fetched at this time: there is no current row.");
            return _slot;
        }
    }

    private abstract class Pool
    {
        public abstract void Read(int slot);

        public abstract Delegate CreateGetterCore(Func<int> slot);
    }

    private sealed class Pool<T>(ValueGetter<T> getter) : Pool
    {
        private readonly List<T> _values = [];

        public override void Read(int slot)
        {
            if (slot == _values.Count)
                _values.Add(default);
            var value = _values[slot];
            getter(ref value);
            _values[slot] = value;
        }

        public ValueGetter<T> CreateGetter(Func<int> slot) => (ref T value) => value = _values[slot()];

        public override Delegate CreateGetterCore(Func<int> slot) =>
            typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>)
                ? (Delegate)Generic.Invoke(typeof(Pool<T>), this, nameof(CreateVectorGetter), [typeof(T).GetGenericArguments()[0]], slot)
                : CreateGetter(slot);

        private ValueGetter<VBuffer<TItem>> CreateVectorGetter<TItem>(Func<int> slot)
        {
            var vectors = (List<VBuffer<TItem>>)(object)_values;
            return (ref VBuffer<TItem> value) => vectors[slot()].CopyTo(ref value);
        }
    }
}
