using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>A text, and the state that says how to embed it.</summary>
internal sealed class EmbedInput
{
    [ColumnName(TemporaryColumns.Text)]
    public ReadOnlyMemory<char> Text { get; set; }

    [ColumnName(TemporaryColumns.State)]
    public ReadOnlyMemory<char> State { get; set; }
}
