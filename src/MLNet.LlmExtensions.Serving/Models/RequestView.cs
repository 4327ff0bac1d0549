using Microsoft.ML;

namespace MLNet.LlmExtensions.Serving.Models;

/// <summary>
/// Texts of requests as the data that a saved model was made for: its text column has them, its other columns – the label that was
/// learnt, for one – have the default value of their type.
/// </summary>
internal sealed class RequestView(DataViewSchema schema, string textColumn, IReadOnlyList<string> texts) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => texts.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new RequestCursor(schema, textColumn, texts, [.. columnsNeeded.Select(column => column.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
