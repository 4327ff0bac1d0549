using Microsoft.ML;
using Microsoft.ML.Data;

namespace ReportClassification.Pipelines;

/// <summary>A report as vector: what the classifier reads.</summary>
internal sealed class EmbeddedReport
{
    public string Label { get; set; } = "";

    public long Position { get; set; }

    public string Id { get; set; } = "";

    public float[] Features { get; set; } = [];

    /// <summary>Data from such objects. ML.NET learns the vectors' size from the schema.</summary>
    public static IDataView Load(MLContext ml, IReadOnlyList<EmbeddedReport> reports)
    {
        var schema = SchemaDefinition.Create(typeof(EmbeddedReport));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, reports[0].Features.Length);
        return ml.Data.LoadFromEnumerable(reports, schema);
    }
}
