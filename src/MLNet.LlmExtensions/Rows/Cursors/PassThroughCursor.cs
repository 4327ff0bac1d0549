using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows.Cursors;

/// <summary>A cursor for readers who want no computed column: the input's cursor under the output's schema.</summary>
internal sealed class PassThroughCursor(TextBindings bindings, DataViewRowCursor input, bool[] active) : DataViewRowCursor
{
    public override DataViewSchema Schema => bindings.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[bindings.Index(column)];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var index = bindings.Index(column);
        return active[index] ? input.GetGetter<TValue>(input.Schema[index]) : bindings.Typed<TValue>(column, null);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
