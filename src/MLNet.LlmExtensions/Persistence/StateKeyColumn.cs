using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>The constant that a value map turns into the saved state.</summary>
internal sealed class StateKeyColumn
{
    [ColumnName(TemporaryColumns.StateKey)]
    public int Key { get; set; }
}
