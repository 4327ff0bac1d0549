namespace Microsoft.ML.Data;

/// <summary>Reads a column of numbers, scalar or vector, single or double precision, as doubles.</summary>
internal abstract class NumberReader
{
    public static NumberReader Create(DataViewRow row, DataViewSchema.Column column) =>
        column.Type.ItemType() == NumberDataViewType.Single
            ? new Reader<float>(row, column, value => value)
            : new Reader<double>(row, column, value => value);

    /// <summary>The values of the current row, valid until the next call.</summary>
    public abstract ReadOnlySpan<double> Read();

    private sealed class Reader<T> : NumberReader
    {
        private readonly Func<T, double> _convert;
        private readonly ValueGetter<T> _get;
        private readonly ValueGetter<VBuffer<T>> _getVector;
        private readonly T[] _dense;
        private readonly double[] _values;
        private VBuffer<T> _vector;

        public Reader(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
        {
            _convert = convert;
            int size = 1;
            if (column.Type is VectorDataViewType vector)
            {
                size = vector.Size;
                _getVector = row.GetGetter<VBuffer<T>>(column);
            }
            else
            {
                _get = row.GetGetter<T>(column);
            }

            _dense = new T[size];
            _values = new double[size];
        }

        public override ReadOnlySpan<double> Read()
        {
            if (_get is not null)
            {
                _get(ref _dense[0]);
            }
            else
            {
                _getVector(ref _vector);
                _vector.CopyTo(_dense);
            }

            for (int i = 0; i < _dense.Length; i++)
                _values[i] = _convert(_dense[i]);
            return _values;
        }
    }
}
