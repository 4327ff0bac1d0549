using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Embedding.Cursors;

/// <summary>
/// Reads rows ahead, embeds their texts together and serves the rows in their order. The embedding runs when the first vector
/// of a look-ahead is asked for, and not for the rows before it.
/// </summary>
internal sealed class LookAheadCursor : DataViewRowCursor, IRowPosition
{
    // The first look-ahead, so that a preview of some rows does not wait for a thousand.
    private const int FirstRows = 128;

    private readonly LlmEmbeddingTransformer _transformer;
    private readonly EmbeddingBindings _bindings;
    private readonly DataViewRowCursor _input;
    private readonly bool[] _active;
    private readonly long? _totalRows;

    private readonly Delegate?[] _getters;
    private readonly List<ColumnBuffer> _buffers = [];
    private readonly TextColumnBuffer _texts;
    private readonly ValueColumnBuffer<DataViewRowId> _ids;
    private long[] _batches = [];
    private string?[] _pending = [];
    private float[] _vectors = [];

    private int _capacity;
    private int _count;
    private int _current = -1;
    private int _embeddedFrom = -1;
    private long _position = -1;
    private long _servedBefore; // rows of the look-aheads before this one
    private long _embeddedRows;
    private bool _inputEnded;
    private bool _disposed;
    private ExceptionDispatchInfo? _failure;

    public LookAheadCursor(
        LlmEmbeddingTransformer transformer, EmbeddingBindings bindings, DataViewRowCursor input, bool[] active, long? totalRows)
    {
        _transformer = transformer;
        _bindings = bindings;
        _input = input;
        _active = active;
        _totalRows = totalRows;
        _getters = new Delegate?[active.Length];
        _ids = new ValueColumnBuffer<DataViewRowId>(this, input.GetIdGetter());
        _buffers.Add(_ids);
        _texts = (TextColumnBuffer)ColumnBuffer.Create(this, input, bindings.TextColumn);
        _buffers.Add(_texts);
        foreach (var column in bindings.InputSchema)
        {
            if (active[column.Index])
            {
                var buffer = column.Index == bindings.TextColumn.Index ? _texts : ColumnBuffer.Create(this, input, column);
                _getters[column.Index] = buffer.Getter;
                if (buffer != _texts)
                {
                    _buffers.Add(buffer);
                }
            }
        }

        _getters[bindings.EmbeddingIndex] = new ValueGetter<VBuffer<float>>(GetEmbedding);
    }

    public override DataViewSchema Schema => _bindings.OutputSchema;

    public override long Position => _position;

    public override long Batch => _position >= 0 ? _batches[_current] : _input.Batch;

    int IRowPosition.CurrentRow => _position >= 0 ? _current : throw NotOnRow();

    public override bool MoveNext()
    {
        if (_disposed)
        {
            return false;
        }

        if (++_current >= _count && !ReadAhead())
        {
            _current = _count;
            _position = -1;
            return false;
        }

        _position = _servedBefore + _current;
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.Getter;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[_bindings.Index(column)];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        _bindings.Typed<TValue>(column, _getters[_bindings.Index(column)]);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _position = -1;
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool ReadAhead()
    {
        _failure?.Throw();
        _servedBefore += _count;
        _count = 0;
        _current = 0;
        _embeddedFrom = -1;
        _position = -1;
        if (_inputEnded)
        {
            return false;
        }

        var rows = Math.Min(_servedBefore == 0 ? FirstRows : int.MaxValue, _transformer.Options.LookAheadRows);
        long budget = _transformer.Options.LookAheadCharacters;
        try
        {
            while (_count < rows && budget > 0)
            {
                if (!_input.MoveNext())
                {
                    _inputEnded = true;
                    break;
                }

                budget -= ReadRow();
                _count++;
            }
        }
        catch (Exception exception)
        {
            // The rows before the bad one are served first, as they would be without the look-ahead; then it is thrown, and
            // again on each further call, because the input's state is unknown.
            _failure = ExceptionDispatchInfo.Capture(exception);
            if (_count == 0)
            {
                throw;
            }
        }

        return _count > 0;
    }

    private long ReadRow()
    {
        if (_count == _capacity)
        {
            _capacity = Math.Min(Math.Max(16, _capacity * 2), _transformer.Options.LookAheadRows);
            Array.Resize(ref _batches, _capacity);
            Array.Resize(ref _pending, _capacity);
            foreach (var buffer in _buffers)
            {
                buffer.EnsureCapacity(_capacity);
            }
        }

        long size = 0;
        foreach (var buffer in _buffers)
        {
            size += buffer.Read(_count);
        }

        _batches[_count] = _input.Batch;
        return size;
    }

    private void GetEmbedding(ref VBuffer<float> destination)
    {
        var row = ((IRowPosition)this).CurrentRow;
        if (_embeddedFrom < 0)
        {
            EmbedFrom(row);
        }

        var dimensions = _bindings.Dimensions;
        var editor = VBufferEditor.Create(ref destination, dimensions);
        _vectors.AsSpan((row - _embeddedFrom) * dimensions, dimensions).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    private void EmbedFrom(int first)
    {
        var rows = _count - first;
        var size = checked(rows * _bindings.Dimensions);
        if (_vectors.Length < size)
        {
            _vectors = new float[size];
        }

        var texts = _pending.AsSpan(0, rows);
        for (var row = 0; row < rows; row++)
        {
            texts[row] = _texts[first + row].ToString();
        }

        _transformer.Session.Embed(texts, _vectors.AsSpan(0, size), _transformer.Options.CancellationToken);
        texts.Clear();
        _embeddedFrom = first;
        _embeddedRows += rows;
        _transformer.Options.Progress?.Report(new LlmEmbeddingProgress(_embeddedRows, _totalRows));
    }

    private InvalidOperationException NotOnRow() => new(_disposed
        ? "The cursor has been disposed."
        : "The cursor does not stand on a row: MoveNext has not been called, or it has returned false.");
}
