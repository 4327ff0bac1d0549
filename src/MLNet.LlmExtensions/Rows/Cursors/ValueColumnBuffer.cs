using Microsoft.ML;

namespace MLNet.LlmExtensions.Rows.Cursors;

/// <summary>Numbers, keys, booleans, times, row ids and other values that assignment copies.</summary>
internal sealed class ValueColumnBuffer<T> : ColumnBuffer
{
    private readonly ValueGetter<T> _source;
    private T[] _values = [];

    public ValueColumnBuffer(IRowPosition position, ValueGetter<T> source)
    {
        _source = source;
        Getter = new ValueGetter<T>((ref T value) => value = _values[position.CurrentRow]);
    }

    public override Delegate Getter { get; }

    public override void EnsureCapacity(int rows) => Array.Resize(ref _values, Math.Max(rows, _values.Length));

    public override int Read(int row)
    {
        _source(ref _values[row]);
        return 0;
    }
}
