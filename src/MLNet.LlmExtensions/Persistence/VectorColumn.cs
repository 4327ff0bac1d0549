using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>An embedding whose size the schema does not know: on loading, ML.NET has only the attributes here to go by.</summary>
internal sealed class VectorColumn
{
    [ColumnName(TemporaryColumns.Vector)]
    [VectorType]
    public VBuffer<float> Vector { get; set; }
}
