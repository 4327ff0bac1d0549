using System.Globalization;
using System.Text.Json;

namespace AutoMLSweep.Reporting;

/// <summary>What a trial tried, in a line: the options that were chosen, without the names of the pipeline's parts.</summary>
internal static class ParameterText
{
    private const string Schema = "_SCHEMA_";

    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;

        // Of a choice between estimators, the schema names those that were taken.
        var taken = root.TryGetProperty(Schema, out var schema) ? schema.GetString()!.Split('*', StringSplitOptions.TrimEntries) : null;
        var options = root.EnumerateObject()
            .Where(part => part.Name != Schema && part.Value.ValueKind == JsonValueKind.Object && taken?.Contains(part.Name) != false)
            .SelectMany(part => part.Value.EnumerateObject())
            .Select(option => $"{option.Name} {Value(option.Value)}");
        return string.Join(", ", options) is { Length: > 0 } text ? text : "the defaults";
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole.ToString(CultureInfo.InvariantCulture),
        JsonValueKind.Number => value.GetDouble().ToString("G3", CultureInfo.InvariantCulture),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
