using Microsoft.ML;
using MLNet.LlmExtensions.Embedding.Cursors;

namespace MLNet.LlmExtensions.Embedding;

/// <summary>Data with an embedding added to each row.</summary>
internal sealed class EmbeddingDataView(LlmEmbeddingTransformer transformer, IDataView input, EmbeddingBindings bindings) : IDataView
{
    public DataViewSchema Schema => bindings.OutputSchema;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = bindings.Active(columnsNeeded);
        return Wrap(input.GetRowCursor(bindings.Needed(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = bindings.Active(columnsNeeded);
        return Array.ConvertAll(input.GetRowCursorSet(bindings.Needed(active), n, rand), cursor => Wrap(cursor, active));
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, bool[] active)
    {
        try
        {
            return active[bindings.EmbeddingIndex]
                ? new LookAheadCursor(transformer, bindings, cursor, active, input.GetRowCount())
                : new PassThroughCursor(bindings, cursor, active);
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }
}
