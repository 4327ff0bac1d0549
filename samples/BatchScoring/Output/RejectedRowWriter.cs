using System.Buffers;
using System.Text.Json;

namespace BatchScoring.Output;

/// <summary>Writes bad rows as JSON lines.</summary>
internal sealed class RejectedRowWriter(Stream stream)
{
    private readonly ArrayBufferWriter<byte> _line = new();

    public void Write(in RejectedRow row)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, JsonRowWriter.Options))
        {
            json.WriteStartObject();
            json.WriteString("file", row.File);
            json.WriteNumber("row", row.Row);
            if (row.Line > 0)
                json.WriteNumber("line", row.Line);
            if (row.Id is not null)
                json.WriteString("id", row.Id);
            json.WriteString("reason", row.Reason);
            if (row.Record is not null)
                json.WriteString("record", row.Record);
            json.WriteEndObject();
        }

        _line.Write((ReadOnlySpan<byte>)[(byte)'\n']);
        stream.Write(_line.WrittenSpan);
    }
}
