using System.Text;
using System.Text.Json;

namespace ReportClassification.Data;

/// <summary>Reads JSON lines (https://jsonlines.org): one object per line; blank lines are passed over.</summary>
internal static class JsonLines
{
    public static IEnumerable<IRecord> Read(string path)
    {
        using var reader = TextFile.Open(path);
        for (var number = 1L; Line(reader, path) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return Parse(line, number, path);
        }
    }

    private static string? Line(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw TextFile.NotUnicode(path);
        }
    }

    private static JsonRecord Parse(string line, long number, string path)
    {
        var place = $"line {number} of '{path}'";
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonRecord(document.RootElement.Clone(), number, place)
                : throw new UserErrorException($"Not a JSON object: {place}.");
        }
        catch (JsonException exception)
        {
            // Its message could quote the report.
            throw new UserErrorException($"Not valid JSON: {place}, near byte {exception.BytePositionInLine ?? 0}.");
        }
    }

    private sealed class JsonRecord(JsonElement element, long position, string place) : IRecord
    {
        public string Place => place;

        public long Position => position;

        public IEnumerable<string> Names => element.EnumerateObject().Select(property => property.Name);

        public bool Has(string name) => element.TryGetProperty(name, out _);

        public string Value(string name) => element.TryGetProperty(name, out var value) ? Text(value, name) : "";

        private string Text(JsonElement value, string name) => value.ValueKind switch
        {
            JsonValueKind.String => String(value, name),
            JsonValueKind.Null => "",
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            // Lists of paragraphs are common in data sets.
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
                string.Join('\n', value.EnumerateArray().Select(item => String(item, name))),
            _ => throw new UserErrorException($"Column '{name}' is neither a text, a number nor a list of texts in {place}."),
        };

        private string String(JsonElement value, string name)
        {
            try
            {
                return value.GetString()!;
            }
            catch (InvalidOperationException)
            {
                throw new UserErrorException($"Column '{name}' has an escape sequence that is no Unicode text in {place}.");
            }
        }
    }
}
