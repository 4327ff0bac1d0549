using System.Text.Json;

namespace BatchScoring.Input.Records;

/// <summary>Reads a JSON object: texts are strings or lists of strings, the id is a string or a number.</summary>
internal sealed class JsonRowParser(RowColumns columns) : IRowParser
{
    public ParsedRow Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Parse(document.RootElement) : ParsedRow.Bad("not a JSON object");
        }
        catch (JsonException exception)
        {
            // Its message could quote the report.
            return ParsedRow.Bad($"not valid JSON near byte {exception.BytePositionInLine ?? 0}");
        }
        catch (InvalidOperationException)
        {
            return ParsedRow.Bad("bytes or an escape sequence that are no Unicode text");
        }
    }

    private ParsedRow Parse(JsonElement row)
    {
        string? id = null;
        if (columns.Id is { } name)
        {
            if (!row.TryGetProperty(name, out var value))
                return ParsedRow.Bad(Problems.NoColumn(name));
            if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
                return ParsedRow.Bad($"the id '{name}' is neither a string nor a number");
            id = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        }

        var texts = new string[columns.Text.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            if (!row.TryGetProperty(columns.Text[i], out var value))
                return ParsedRow.Bad(Problems.NoColumn(columns.Text[i]), id);
            if (Text(value) is not { } text)
                return ParsedRow.Bad($"the text '{columns.Text[i]}' is {Kind(value)}", id);
            texts[i] = text;
        }

        return ParsedRow.Of(id, string.Join('\n', texts), columns);
    }

    // Lists of paragraphs are common in data sets.
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            string.Join('\n', value.EnumerateArray().Select(item => item.GetString())),
        _ => null,
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "a number and no string",
        JsonValueKind.True or JsonValueKind.False => "true or false and no string",
        JsonValueKind.Array => "a list of other things than strings",
        _ => "an object and no string",
    };
}
