using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReportClassification.Files;
using ReportClassification.Training;

namespace ReportClassification.Reporting;

/// <summary>Writes result.json.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Write(TrainingResult result, OutputFile file)
    {
        JsonSerializer.Serialize(file.Stream, result, Options);
        file.Stream.WriteByte((byte)'\n');
        file.Commit();
    }
}
