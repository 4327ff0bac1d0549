using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using ReportClassification.Files;

namespace ReportClassification.Prediction;

/// <summary>Writes predictions as comma- or tab-separated values: row, id, label, and a column for each class.</summary>
internal sealed class DelimitedPredictionWriter : IPredictionWriter
{
    private readonly OutputFile _file;
    private readonly CsvWriter _csv;
    private bool _hasHeader;

    public DelimitedPredictionWriter(OutputFile file, string delimiter)
    {
        _file = file;
        var text = new StreamWriter(file.Stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        _csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter, NewLine = "\n" });
    }

    public int? Limit => null;

    public void Write(PredictedReport report, IReadOnlyList<string> classes)
    {
        if (!_hasHeader)
        {
            Row(["row", "id", "label", .. classes.Select(name => "p(" + name + ")")]);
            _hasHeader = true;
        }

        Row([
            report.Row.ToString(CultureInfo.InvariantCulture),
            report.Id ?? "",
            report.Label,
            .. report.Probabilities.Select(p => p.ToString("R", CultureInfo.InvariantCulture))]);
    }

    public void Complete(bool limitReached)
    {
        _csv.Dispose();
        _file.Commit();
    }

    public void Dispose()
    {
        _csv.Dispose();
        _file.Dispose();
    }

    private void Row(IEnumerable<string> fields)
    {
        foreach (var field in fields)
            _csv.WriteField(field);
        _csv.NextRecord();
    }
}
