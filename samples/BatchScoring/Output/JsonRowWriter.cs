using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MLNet.LlmExtensions.Serving;

namespace BatchScoring.Output;

/// <summary>Writes rows as JSON lines.</summary>
internal sealed class JsonRowWriter(Stream stream, bool labelOnly) : IRowWriter
{
    /// <summary>Class names and ids stay readable in every language.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new();

    public void Write(in ScoredRow row)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Options))
        {
            json.WriteStartObject();
            json.WriteString("file", row.File);
            json.WriteNumber("row", row.Row);
            if (row.Id is not null)
                json.WriteString("id", row.Id);
            WriteResult(json, row.Result, labelOnly);
            json.WriteEndObject();
        }

        _line.Write((ReadOnlySpan<byte>)[(byte)'\n']);
        stream.Write(_line.WrittenSpan);
    }

    public void Complete()
    {
    }

    /// <summary>Writes the properties of a result.</summary>
    public static void WriteResult(Utf8JsonWriter json, TextClassification result, bool labelOnly)
    {
        json.WriteString("label", result.Label);
        if (labelOnly)
            return;
        json.WriteNumber("probability", result.Probability);
        json.WriteStartObject("probabilities");
        foreach (var (name, probability) in result.Probabilities)
            json.WriteNumber(name, probability);
        json.WriteEndObject();
    }
}
