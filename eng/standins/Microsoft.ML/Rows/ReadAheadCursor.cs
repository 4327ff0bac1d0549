namespace Microsoft.ML.Data;

/// <summary>Reads the cursors of a set some rows ahead, and puts their rows in order.</summary>
internal sealed class ReadAheadCursor : DataViewRowCursor
{
    private const int RowsAhead = 64;

    private readonly DataViewRowCursor[] _inputs;
    private readonly List<DataViewRowCursor> _unfinished = [];
    private readonly ColumnBuffer[] _buffers;
    private readonly Dictionary<DataViewRowCursor, Delegate[]> _getters = [];
    private readonly ColumnBuffer<DataViewRowId> _ids = new();
    private readonly Dictionary<DataViewRowCursor, Delegate> _idGetters = [];
    private bool _started;
    private int _filled;
    private int _slot = -1;
    private long _position = -1;

    public ReadAheadCursor(DataViewSchema schema, DataViewRowCursor[] inputs, DataViewSchema.Column[] columns)
    {
        Schema = schema;
        _inputs = inputs;
        _buffers = new ColumnBuffer[schema.Count];
        foreach (var column in columns)
            _buffers[column.Index] = ColumnBuffer.Create(schema[column.Index]);
        foreach (var input in inputs)
        {
            _getters[input] = [.. _buffers.Select((buffer, i) => buffer is null ? null : Getters.Of(input, input.Schema[i]))];
            _idGetters[input] = input.GetIdGetter();
        }
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (_slot + 1 >= _filled)
        {
            Fill();
            _slot = -1;
        }

        if (_filled == 0)
        {
            _position = -1;
            return false;
        }

        _slot++;
        _position++;
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.CreateGetter(CurrentSlot);

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        Guard.State(column.Index < _buffers.Length, "The column is not in the schema.");
        return _buffers[column.Index] is not null;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Guard.State(IsColumnActive(column), $"The column '{column.Name}' is not active.");
        return Getters.Cast<TValue>(_buffers[column.Index].CreateGetter(CurrentSlot), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        Stop();
        foreach (var input in _inputs)
            input.Dispose();
    }

    private void Fill()
    {
        _filled = 0;
        try
        {
            if (!_started)
            {
                _started = true;
                _unfinished.AddRange(_inputs.Where(input => input.MoveNext()));
            }

            while (_filled < RowsAhead && _unfinished.Count > 0)
            {
                var next = FindFirst();
                Read(next);
                if (!next.MoveNext())
                    _unfinished.Remove(next);
            }
        }
        catch (Exception exception)
        {
            Stop();
            throw Guard.SourceFailed(exception);
        }
    }

    private DataViewRowCursor FindFirst()
    {
        var first = _unfinished[0];
        foreach (var input in _unfinished)
        {
            if (input.Batch < first.Batch)
                first = input;
        }

        return first;
    }

    private void Read(DataViewRowCursor input)
    {
        var getters = _getters[input];
        for (int i = 0; i < getters.Length; i++)
            _buffers[i]?.Read(getters[i], _filled);
        _ids.Read(_idGetters[input], _filled);
        _filled++;
    }

    private void Stop()
    {
        _started = true;
        _unfinished.Clear();
        _filled = 0;
        _slot = -1;
        _position = -1;
    }

    private int CurrentSlot()
    {
        Guard.State(_position >= 0, "Values cannot be fetched at this time: there is no current row.");
        return _slot;
    }
}
