using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows.Cursors;

/// <summary>Vectors of texts.</summary>
internal sealed class TextVectorColumnBuffer : ColumnBuffer
{
    private readonly ValueGetter<VBuffer<ReadOnlyMemory<char>>> _source;
    private VBuffer<ReadOnlyMemory<char>>[] _values = [];

    public TextVectorColumnBuffer(IRowPosition position, ValueGetter<VBuffer<ReadOnlyMemory<char>>> source)
    {
        _source = source;
        Getter = new ValueGetter<VBuffer<ReadOnlyMemory<char>>>(
            (ref VBuffer<ReadOnlyMemory<char>> value) => _values[position.CurrentRow].CopyTo(ref value));
    }

    public override Delegate Getter { get; }

    public override void EnsureCapacity(int rows) => Array.Resize(ref _values, Math.Max(rows, _values.Length));

    public override int Read(int row)
    {
        _source(ref _values[row]);
        var editor = VBufferEditor.CreateFromBuffer(ref _values[row]);
        var size = editor.Values.Length;
        foreach (ref var text in editor.Values)
        {
            text = LastingText.From(text);
            size += text.Length;
        }

        return size;
    }
}
