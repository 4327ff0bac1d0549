using Microsoft.ML;
using Microsoft.ML.Data;

namespace ReportEncoder.Evaluation;

/// <summary>A row as ML.NET sees it.</summary>
internal sealed class ProbeRow
{
    public required string Label { get; set; }

    public required float[] Features { get; set; }

    public static IDataView View(MLContext ml, IEnumerable<ProbeRow> rows, int dimensions)
    {
        var schema = SchemaDefinition.Create(typeof(ProbeRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }
}
