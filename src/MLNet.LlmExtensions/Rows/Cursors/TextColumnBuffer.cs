using Microsoft.ML;

namespace MLNet.LlmExtensions.Rows.Cursors;

/// <summary>Texts.</summary>
internal sealed class TextColumnBuffer : ColumnBuffer
{
    private readonly ValueGetter<ReadOnlyMemory<char>> _source;
    private ReadOnlyMemory<char>[] _values = [];

    public TextColumnBuffer(IRowPosition position, ValueGetter<ReadOnlyMemory<char>> source)
    {
        _source = source;
        Getter = new ValueGetter<ReadOnlyMemory<char>>((ref ReadOnlyMemory<char> value) => value = _values[position.CurrentRow]);
    }

    public override Delegate Getter { get; }

    public ReadOnlyMemory<char> this[int row] => _values[row];

    public override void EnsureCapacity(int rows) => Array.Resize(ref _values, Math.Max(rows, _values.Length));

    public override int Read(int row)
    {
        _source(ref _values[row]);
        _values[row] = LastingText.From(_values[row]);
        return _values[row].Length;
    }
}
