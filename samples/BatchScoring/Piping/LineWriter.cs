using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BatchScoring.Input;
using BatchScoring.Output;
using MLNet.LlmExtensions.Serving;

namespace BatchScoring.Piping;

/// <summary>Writes a line for each line: JSON, or values separated as in the input with an error in the last field.</summary>
internal sealed class LineWriter(PipeSettings settings, IReadOnlyList<string> classes, Stream output)
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly DelimitedLine _values = new();

    /// <summary>Writes what is said of a good line.</summary>
    public void Write(in ParsedRow row, TextClassification result) => Write(row, result, null);

    /// <summary>Writes what is wrong with a bad line.</summary>
    public void WriteError(in ParsedRow row) => Write(row, null, row.Problem);

    private void Write(in ParsedRow row, TextClassification? result, string? error)
    {
        if (settings.Format is LineFormat.Jsonl or LineFormat.Text)
            WriteJson(row, result, error);
        else
            WriteValues(row, result, error);
    }

    private void WriteJson(in ParsedRow row, TextClassification? result, string? error)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, JsonRowWriter.Options))
        {
            json.WriteStartObject();
            if (row.Id is not null)
                json.WriteString("id", row.Id);
            if (result is not null)
                JsonRowWriter.WriteResult(json, result, settings.LabelOnly);
            if (error is not null)
                json.WriteString("error", error);
            json.WriteEndObject();
        }

        _line.Write((ReadOnlySpan<byte>)[(byte)'\n']);
        output.Write(_line.WrittenSpan);
    }

    private void WriteValues(in ParsedRow row, TextClassification? result, string? error)
    {
        var fields = new List<string>();
        if (settings.Columns.Id is not null)
            fields.Add(row.Id ?? "");
        fields.Add(result?.Label ?? "");
        if (!settings.LabelOnly)
        {
            fields.Add(Number(result?.Probability));
            fields.AddRange(result is null ? classes.Select(_ => "") : result.Probabilities.Values.Select(value => Number(value)));
        }

        fields.Add(error ?? "");
        if (settings.Format == LineFormat.Csv)
        {
            foreach (var field in fields)
                _values.Add(field);
            _values.Write(output);
            return;
        }

        // Without quotation marks a tab or a line break in the name of a class would shift what follows.
        output.Write(Encoding.UTF8.GetBytes(string.Join('\t', fields.Select(field => field.Replace('\t', ' ').ReplaceLineEndings(" "))) + "\n"));
    }

    private static string Number(float? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
