using Microsoft.ML;
using ReportClassification.Data;
using ReportClassification.Pipelines;

namespace ReportClassification.Training;

/// <summary>Reports as ML.NET reads them, and the file that a pipeline on them is saved to.</summary>
internal static class ReportView
{
    /// <summary>The reports as data.</summary>
    public static IDataView Of(MLContext ml, IEnumerable<LabelledReport> reports) => ml.Data.LoadFromEnumerable(
        reports.Select(report => new Report { Text = report.Text, Label = report.Label, Position = report.Position }).ToArray());

    /// <summary>Saves a pipeline that takes such data.</summary>
    public static void Save(MLContext ml, ITransformer trained, Stream stream) => ml.Model.Save(trained, Of(ml, []).Schema, stream);
}
