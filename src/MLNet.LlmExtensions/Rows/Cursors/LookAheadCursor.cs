using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows.Cursors;

/// <summary>
/// Reads rows ahead, computes their columns together and serves the rows in their order. The computation runs when the first
/// computed value of a look-ahead is asked for, and not for the rows before it.
/// </summary>
internal sealed class LookAheadCursor : DataViewRowCursor, IRowPosition, IRowNumbers
{
    // The first look-ahead, so that a preview of some rows does not wait for a thousand.
    private const int FirstRows = 128;

    private readonly TextComputation _computation;
    private readonly TextBindings _bindings;
    private readonly DataViewRowCursor _input;
    private readonly bool[] _active;
    private readonly long? _totalRows;

    private readonly Delegate?[] _getters;
    private readonly List<ColumnBuffer> _buffers = [];
    private readonly TextColumnBuffer _texts;
    private readonly TextColumnBuffer? _textPairs;
    private readonly ValueColumnBuffer<DataViewRowId> _ids;
    private long[] _batches = [];
    private string?[] _pending = [];
    private string?[] _pendingPairs = [];
    private float[] _numbers = [];

    private int _capacity;
    private int _count;
    private int _current = -1;
    private int _computedFrom = -1;
    private long _position = -1;
    private long _servedBefore; // rows of the look-aheads before this one
    private long _computedRows;
    private bool _inputEnded;
    private bool _disposed;
    private ExceptionDispatchInfo? _failure;

    public LookAheadCursor(
        TextComputation computation, TextBindings bindings, DataViewRowCursor input, bool[] active, long? totalRows)
    {
        _computation = computation;
        _bindings = bindings;
        _input = input;
        _active = active;
        _totalRows = totalRows;
        _getters = bindings.ComputedGetters(active, this);
        _ids = new ValueColumnBuffer<DataViewRowId>(this, input.GetIdGetter());
        _buffers.Add(_ids);

        // One buffer for each column, whether it is read for the computation, by the caller or by both.
        var buffers = new Dictionary<int, ColumnBuffer>();
        foreach (var column in bindings.Needed(active))
        {
            var buffer = ColumnBuffer.Create(this, input, column);
            buffers.Add(column.Index, buffer);
            _buffers.Add(buffer);
            _getters[column.Index] = active[column.Index] ? buffer.Getter : null;
        }

        _texts = (TextColumnBuffer)buffers[bindings.TextColumn.Index];
        _textPairs = bindings.TextPairColumn is { } pair ? (TextColumnBuffer)buffers[pair.Index] : null;
    }

    public override DataViewSchema Schema => _bindings.OutputSchema;

    public override long Position => _position;

    public override long Batch => _position >= 0 ? _batches[_current] : _input.Batch;

    ReadOnlySpan<float> IRowNumbers.Numbers
    {
        get
        {
            var row = ((IRowPosition)this).CurrentRow;
            if (_computedFrom < 0)
            {
                ComputeFrom(row);
            }

            return _numbers.AsSpan((row - _computedFrom) * _bindings.Width, _bindings.Width);
        }
    }

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
        _computedFrom = -1;
        _position = -1;
        if (_inputEnded)
        {
            return false;
        }

        var rows = Math.Min(_servedBefore == 0 ? FirstRows : int.MaxValue, _computation.LookAheadRows);
        long budget = _computation.LookAheadCharacters;
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
            _capacity = Math.Min(Math.Max(16, _capacity * 2), _computation.LookAheadRows);
            Array.Resize(ref _batches, _capacity);
            Array.Resize(ref _pending, _capacity);
            Array.Resize(ref _pendingPairs, _textPairs is null ? 0 : _capacity);
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

    private void ComputeFrom(int first)
    {
        var rows = _count - first;
        var size = checked(rows * _bindings.Width);
        if (_numbers.Length < size)
        {
            _numbers = new float[size];
        }

        var texts = Take(_texts, first, rows, _pending);
        var textPairs = _textPairs is null ? [] : Take(_textPairs, first, rows, _pendingPairs);
        _computation.Compute(texts, textPairs, _numbers.AsSpan(0, size));
        texts.Clear();
        textPairs.Clear();
        _computedFrom = first;
        _computedRows += rows;
        _computation.Report(_computedRows, _totalRows);
    }

    private static Span<string?> Take(TextColumnBuffer buffer, int first, int rows, string?[] destination)
    {
        for (var row = 0; row < rows; row++)
        {
            destination[row] = buffer[first + row].ToString();
        }

        return destination.AsSpan(0, rows);
    }

    private InvalidOperationException NotOnRow() => new(_disposed
        ? "The cursor has been disposed."
        : "The cursor does not stand on a row: MoveNext has not been called, or it has returned false.");
}
