using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>Reads and writes the small JSON files of a model's folder; whatever is wrong in one becomes an error that names the file.</summary>
internal static class JsonFile
{
    /// <summary>Far above any real configuration file, far below what could hurt.</summary>
    private const long MaximumLength = 64L * 1024 * 1024;

    /// <summary>As Python writes them: indented, and text of any script as it is.</summary>
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file whose top level is an object.</summary>
    /// <exception cref="FileNotFoundException">The file is absent.</exception>
    /// <exception cref="InvalidDataException">The file is too long or is not a JSON object.</exception>
    public static ConfigurationFields ReadObject(string path)
    {
        var root = Read(path);
        return root.ValueKind == JsonValueKind.Object
            ? new ConfigurationFields(root, path)
            : throw new InvalidDataException($"'{path}' must hold a JSON object, but holds {Describe(root)}.");
    }

    /// <summary>Reads a file whose top level is an array of objects.</summary>
    /// <exception cref="FileNotFoundException">The file is absent.</exception>
    /// <exception cref="InvalidDataException">The file is too long or is not a JSON array of objects.</exception>
    public static IReadOnlyList<ConfigurationFields> ReadObjects(string path)
    {
        var root = Read(path);
        if (root.ValueKind != JsonValueKind.Array || root.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Object))
            throw new InvalidDataException($"'{path}' must hold a JSON array of objects.");
        return [.. root.EnumerateArray().Select(element => new ConfigurationFields(element, path))];
    }

    /// <summary>The bytes of a file with this content.</summary>
    public static byte[] ToBytes(JsonNode content)
    {
        using var stream = new MemoryStream();
        JsonSerializer.Serialize(stream, content, Indented);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    internal static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };

    private static JsonElement Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new FileNotFoundException($"The model's folder has no file '{path}'.", path);
        if (file.Length > MaximumLength)
            throw new InvalidDataException($"'{path}' has {file.Length} bytes, more than the {MaximumLength} that are read.");

        try
        {
            // Python writes NaN and Infinity into JSON now and then; no field that is read here may hold them.
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            ReadAllText(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not valid JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException($"'{path}' holds text that is not valid Unicode.", exception);
        }
    }

    /// <summary>
    /// Decodes every name and text once. The parser accepts bytes that are not UTF-8 and halves of surrogate pairs, and
    /// throws only when the text is asked for: better here than wherever that is.
    /// </summary>
    internal static void ReadAllText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    ReadAllText(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    ReadAllText(property.Value);
                }

                break;
            default:
                break;
        }
    }
}
