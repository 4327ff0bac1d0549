using System.Text.Encodings.Web;
using System.Text.Json;
using ReportClassification.Files;

namespace ReportClassification.Prediction;

/// <summary>Writes predictions as JSON lines.</summary>
internal sealed class JsonLinesPredictionWriter(OutputFile file) : IPredictionWriter
{
    private readonly Utf8JsonWriter _json = new(file.Stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public int? Limit => null;

    public void Write(PredictedReport report, IReadOnlyList<string> classes)
    {
        _json.WriteStartObject();
        _json.WriteNumber("row", report.Row);
        if (report.Id is not null)
            _json.WriteString("id", report.Id);
        _json.WriteString("label", report.Label);
        _json.WriteStartObject("probabilities");
        for (var c = 0; c < classes.Count; c++)
            _json.WriteNumber(classes[c], report.Probabilities[c]);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        file.Stream.WriteByte((byte)'\n');
    }

    public void Complete(bool limitReached)
    {
        _json.Dispose();
        file.Commit();
    }

    public void Dispose()
    {
        _json.Dispose();
        file.Dispose();
    }
}
