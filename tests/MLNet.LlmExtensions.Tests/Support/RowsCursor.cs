using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>A cursor of <see cref="RowsView"/>.</summary>
internal sealed class RowsCursor(RowsView view, int[] order, HashSet<int> active, long batch) : DataViewRowCursor
{
    private long _position = -1;

    public override DataViewSchema Schema => view.Schema;

    public override long Position => _position;

    // One more every ten rows, as text readers do it.
    public override long Batch => batch + (_position / 10);

    public bool IsDisposed { get; private set; }

    public int RowsRead { get; private set; }

    public int Row => IsDisposed || _position < 0 ? throw new InvalidOperationException("There is no row here.") : order[_position];

    public override bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (++_position == order.Length)
        {
            _position = -1;
            order = [];
            return false;
        }

        RowsRead++;
        return _position != view.FailAt ? true : throw new FormatException("This row is broken.");
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 7);

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Assert.Contains(column.Index, active);
        return (ValueGetter<TValue>)view.Column(column.Index).Getter(this);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
