using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows.Cursors;

/// <summary>Vectors, dense or sparse, each in memory of its own that the next look-ahead uses again.</summary>
internal sealed class VectorColumnBuffer<T> : ColumnBuffer
{
    private readonly ValueGetter<VBuffer<T>> _source;
    private VBuffer<T>[] _values = [];

    public VectorColumnBuffer(IRowPosition position, ValueGetter<VBuffer<T>> source)
    {
        _source = source;
        Getter = new ValueGetter<VBuffer<T>>((ref VBuffer<T> value) => _values[position.CurrentRow].CopyTo(ref value));
    }

    public override Delegate Getter { get; }

    public override void EnsureCapacity(int rows) => Array.Resize(ref _values, Math.Max(rows, _values.Length));

    public override int Read(int row)
    {
        _source(ref _values[row]);
        return _values[row].GetValues().Length;
    }
}
