using Microsoft.ML;
using ReportClassification.Data;
using ReportClassification.Pipelines;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace ReportClassification.Training;

/// <summary>
/// Reports as vectors. A frozen language model learns nothing, so each text is embedded once, however many classifiers are
/// trained on the vectors.
/// </summary>
internal sealed class EmbeddedReports
{
    private readonly Dictionary<long, EmbeddedReport> _byPosition;
    private readonly ITransformer _keys;

    /// <param name="ml">The context.</param>
    /// <param name="embedded">The reports with their vectors.</param>
    public EmbeddedReports(MLContext ml, IDataView embedded)
    {
        var reports = ml.Data.CreateEnumerable<EmbeddedReport>(embedded, reuseRowObject: false).ToArray();
        _byPosition = reports.ToDictionary(report => report.Position);
        _keys = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue).Fit(EmbeddedReport.Load(ml, reports));
    }

    /// <summary>Data with Features, and with Label as a key over the classes of all reports.</summary>
    public IDataView View(MLContext ml, IEnumerable<LabelledReport> reports) =>
        _keys.Transform(EmbeddedReport.Load(ml, [.. reports.Select(report => _byPosition[report.Position])]));
}
