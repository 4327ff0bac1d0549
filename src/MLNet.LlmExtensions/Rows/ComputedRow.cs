using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows;

/// <summary>A row with its computed columns. They are computed when one is asked for, once for each position of the input row.</summary>
internal sealed class ComputedRow : DataViewRow, IRowNumbers
{
    private readonly TextComputation _computation;
    private readonly TextBindings _bindings;
    private readonly DataViewRow _input;
    private readonly Delegate?[] _getters;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _textGetter;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _textPairGetter;
    private readonly float[] _numbers;
    private readonly string?[] _text = new string?[1];
    private readonly string?[] _textPair;
    private long _computed = -1;

    public ComputedRow(TextComputation computation, TextBindings bindings, DataViewRow input, bool[] active)
    {
        _computation = computation;
        _bindings = bindings;
        _input = input;
        _getters = bindings.ComputedGetters(active, this);
        _numbers = new float[bindings.Width];
        _textPair = bindings.TextPairColumn is null ? [] : new string?[1];
        if (bindings.NeedsComputing(active))
        {
            _textGetter = input.GetGetter<ReadOnlyMemory<char>>(bindings.TextColumn);
            _textPairGetter = bindings.TextPairColumn is { } pair ? input.GetGetter<ReadOnlyMemory<char>>(pair) : null;
        }
    }

    public override DataViewSchema Schema => _bindings.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    ReadOnlySpan<float> IRowNumbers.Numbers
    {
        get
        {
            if (_computed != _input.Position || _computed < 0)
            {
                Read(_textGetter!, _text);
                if (_textPairGetter is not null)
                {
                    Read(_textPairGetter, _textPair);
                }

                _computation.Compute(_text, _textPair, _numbers);
                _computed = _input.Position;
            }

            return _numbers;
        }
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        var index = _bindings.Index(column);
        return _bindings.IsComputed(index) ? _getters[index] is not null : _input.IsColumnActive(_input.Schema[index]);
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var index = _bindings.Index(column);
        return _bindings.IsComputed(index)
            ? _bindings.Typed<TValue>(column, _getters[index])
            : _input.GetGetter<TValue>(_input.Schema[index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void Read(ValueGetter<ReadOnlyMemory<char>> getter, string?[] destination)
    {
        var text = default(ReadOnlyMemory<char>);
        getter(ref text);
        destination[0] = text.ToString();
    }
}
