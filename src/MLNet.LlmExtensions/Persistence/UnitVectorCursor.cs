using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>A cursor of <see cref="UnitVectors"/>.</summary>
internal sealed class UnitVectorCursor(UnitVectors view, HashSet<int> active) : DataViewRowCursor
{
    private long _position = -1;

    public override DataViewSchema Schema => view.Schema;

    public override long Position => _position;

    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (_position < view.Count)
        {
            _position++;
        }

        return _position < view.Count;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Delegate getter = column.Index == 0 ? new ValueGetter<VBuffer<float>>(Features) : new ValueGetter<uint>(Label);
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' has values of type {column.Type.RawType}, not {typeof(TValue)}.");
    }

    private void Features(ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, view.Count, 1);
        editor.Indices[0] = (int)_position;
        editor.Values[0] = 1;
        value = editor.Commit();
    }

    // Keys count from 1.
    private void Label(ref uint value) => value = (uint)_position + 1;
}
