using System.Text.Encodings.Web;
using System.Text.Json;

namespace ReportEncoder.Data;

/// <summary>Files with one JSON object a line.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // texts stay readable
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads the rows as they are asked for.</summary>
    public static IEnumerable<T> Read<T>(string path)
    {
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            T? row;
            try
            {
                row = JsonSerializer.Deserialize<T>(line, Options);
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"Line {index + 1} of '{path}' is damaged.", exception);
            }

            yield return row ?? throw new InvalidDataException($"Line {index + 1} of '{path}' is null.");
        }
    }

    /// <summary>Writes the rows; the file appears once it is complete.</summary>
    /// <returns>How many there were.</returns>
    public static int Write<T>(string path, IEnumerable<T> rows)
    {
        var (temporary, count) = (path + ".tmp", 0);
        using (var writer = new StreamWriter(temporary))
        {
            foreach (var row in rows)
            {
                writer.WriteLine(JsonSerializer.Serialize(row, Options));
                count++;
            }
        }

        File.Move(temporary, path, overwrite: true);
        return count;
    }
}
