using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Heads;

/// <summary>Goes through the rows of a <see cref="FeatureTableView"/>.</summary>
internal sealed class FeatureTableCursor : DataViewRowCursor
{
    private readonly FeatureTableView _view;
    private readonly bool[] _active;
    private readonly Delegate[] _getters;
    private long _position = -1;
    private bool _ended;

    public FeatureTableCursor(FeatureTableView view, bool[] active)
    {
        _view = view;
        _active = active;
        _getters =
        [
            new ValueGetter<VBuffer<float>>(GetFeatures),
            view.Table.LabelColumn.Type is BooleanDataViewType
                ? new ValueGetter<bool>((ref bool value) => value = Label == 1)
                : new ValueGetter<uint>((ref uint value) => value = (uint)Label + 1),
            new ValueGetter<float>((ref float value) => value = _view.ClassWeights[Label]),
        ];
    }

    public override DataViewSchema Schema => _view.Schema;

    public override long Position => _position;

    public override long Batch => 0;

    private int Row => _position >= 0 ? _view.Rows[_position] : throw new InvalidOperationException("The cursor does not stand on a row.");

    private int Label => _view.Table.Label(Row);

    public override bool MoveNext()
    {
        // Past the end the position becomes -1 and stays there.
        if (_ended || ++_position == _view.Rows.Length)
        {
            _ended = true;
            _position = -1;
        }

        return !_ended;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        _active[column.Index] && _getters[column.Index] is ValueGetter<TValue> getter
            ? getter
            : throw new InvalidOperationException($"Column '{column.Name}' is not active, or its values are not of type {typeof(TValue)}.");

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 0);

    private void GetFeatures(ref VBuffer<float> value)
    {
        var features = _view.Table.Features(Row);
        var editor = VBufferEditor.Create(ref value, features.Length);
        features.CopyTo(editor.Values);
        value = editor.Commit();
    }
}
