using System.Text.Json;

namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>
/// The fields of a JSON object with checked types and ranges. Every error names the file and the field.
/// </summary>
/// <remarks>A field that is absent and one that is <c>null</c> are the same, as they are in Hugging Face's code.</remarks>
internal sealed class ConfigurationFields(JsonElement element, string file, string prefix = "")
{
    /// <summary>Larger than any real model's, small enough that products of two sizes stay within 64 bits.</summary>
    public const int MaximumSize = 1 << 26;

    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement.Clone();

    /// <summary>An object without fields, for models that come without a <c>config.json</c>.</summary>
    public static ConfigurationFields Empty { get; } = new(EmptyObject, "");

    /// <summary>The file the fields came from.</summary>
    public string File { get; } = file;

    /// <summary>Whether the field is there and is not null.</summary>
    public bool Has(string name) => Find(name, out _);

    /// <summary>Whether the field is there and is a string.</summary>
    public bool IsText(string name) => Find(name, out var value) && value.ValueKind == JsonValueKind.String;

    /// <summary>A count or size that must be there; the first of the given names that is found counts.</summary>
    public int Size(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (OptionalSize(name) is { } value)
                return value;
        }

        throw new InvalidDataException($"'{File}' has no field '{prefix}{string.Join("' or '", names.ToArray())}'.");
    }

    /// <summary>A count or size of at least one, or null.</summary>
    public int? OptionalSize(string name) => OptionalInt(name, 1, MaximumSize);

    /// <summary>A whole number within the bounds, or null.</summary>
    public int? OptionalInt(string name, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (!Find(name, out var value))
            return null;
        // Some exporters write whole numbers as 512.0.
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || number != Math.Floor(number))
            throw Wrong(name, "a whole number", value);
        if (number < minimum || number > maximum)
            throw new InvalidDataException($"'{File}': field '{prefix}{name}' is {value.GetRawText()}, outside {minimum} to {maximum}.");
        return (int)number;
    }

    /// <summary>A finite number, or null.</summary>
    public double? OptionalNumber(string name)
    {
        if (!Find(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number))
            throw Wrong(name, "a finite number", value);
        return number;
    }

    /// <summary>A finite number above zero, or the default.</summary>
    public float Positive(string name, double defaultValue)
    {
        var value = OptionalNumber(name) ?? defaultValue;
        return value > 0 && float.IsFinite((float)value)
            ? (float)value
            : throw new InvalidDataException($"'{File}': field '{prefix}{name}' is {value}, but must be above zero.");
    }

    /// <summary>A truth value, or the default.</summary>
    public bool Flag(string name, bool defaultValue = false)
    {
        if (!Find(name, out var value))
            return defaultValue;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false", value);
    }

    /// <summary>A string, or null.</summary>
    public string? OptionalText(string name)
    {
        if (!Find(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw Wrong(name, "a string", value);
        return value.GetString();
    }

    /// <summary>A string that must be there.</summary>
    public string Text(string name) =>
        OptionalText(name) ?? throw new InvalidDataException($"'{File}' has no field '{prefix}{name}'.");

    /// <summary>A nested object, or null.</summary>
    public ConfigurationFields? OptionalObject(string name)
    {
        if (!Find(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong(name, "an object", value);
        return new ConfigurationFields(value, File, $"{prefix}{name}.");
    }

    /// <summary>The strings of an array, or an empty list.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!Find(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String))
            throw Wrong(name, "an array of strings", value);
        return [.. value.EnumerateArray().Select(e => e.GetString()!)];
    }

    /// <summary>Names and values of an object whose values are all strings; others are left out.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Find(name, out var value))
            return result;
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong(name, "an object", value);
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String)
                result[property.Name] = property.Value.GetString()!;
        }

        return result;
    }

    /// <summary>All fields of this object, each of which must be a string.</summary>
    public IReadOnlyDictionary<string, string> AllTexts()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw Wrong(property.Name, "a string", property.Value);
            result[property.Name] = property.Value.GetString()!;
        }

        return result;
    }

    /// <summary>Numbers of an object whose values must all be finite numbers; empty where it is absent.</summary>
    public IReadOnlyDictionary<string, double> NumberMap(string name)
    {
        var result = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!Find(name, out var value))
            return result;
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong(name, "an object", value);
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetDouble(out var number) || !double.IsFinite(number))
                throw Wrong($"{name}.{property.Name}", "a finite number", property.Value);
            result[property.Name] = number;
        }

        return result;
    }

    /// <summary>Whole numbers of at least 0, given as one or as an array, or null.</summary>
    public IReadOnlyList<int>? OptionalIntegers(string name)
    {
        if (!Find(name, out var value))
            return null;
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        return [.. items.Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number) && number >= 0
            ? number
            : throw Wrong(name, "whole numbers of at least 0", item))];
    }

    /// <summary>Whether the field is there and is not null, false, or empty.</summary>
    public bool IsSet(string name) => Find(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };

    private bool Find(string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private InvalidDataException Wrong(string name, string expected, JsonElement value) =>
        new($"'{File}': field '{prefix}{name}' must be {expected}, but is {JsonFile.Describe(value)}.");
}
