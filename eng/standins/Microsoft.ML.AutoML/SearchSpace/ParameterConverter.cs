using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.SearchSpace;

/// <summary>A parameter as plain JSON.</summary>
internal sealed class ParameterConverter : JsonConverter<Parameter>
{
    /// <summary>How values become JSON and come back: enumerations by name.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Converters = { new JsonStringEnumConverter() } };

    public override Parameter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FromElement(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, Parameter value, JsonSerializerOptions options) => value.WriteTo(writer);

    private static Parameter FromElement(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                return Parameter.FromBool(element.GetBoolean());
            case JsonValueKind.String:
                return Parameter.FromString(element.GetString());
            case JsonValueKind.Number:
                return element.TryGetInt64(out long whole) ? Parameter.FromLong(whole) : Parameter.FromDouble(element.GetDouble());
            case JsonValueKind.Array:
                return Parameter.FromIEnumerable(element.EnumerateArray().Select(item => item.Clone()));
        }

        Parameter result = Parameter.CreateNestedParameter();
        foreach (JsonProperty property in element.EnumerateObject())
            result[property.Name] = FromElement(property.Value);

        return result;
    }
}
