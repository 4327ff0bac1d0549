using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SyntheticReports.Corpus;

/// <summary>The corpus as JSON lines.</summary>
public static class CorpusFile
{
    // Apostrophes and the like stay readable; the file is data, never part of a web page.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of the file: UTF-8 without a byte order mark, one row per line, each line ended by LF.</summary>
    public static byte[] ToBytes(IEnumerable<SyntheticReport> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        foreach (var row in rows)
            text.Append(JsonSerializer.Serialize(row, Options)).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads rows that <see cref="ToBytes"/> wrote, or any JSON lines with id, text, label and split.</summary>
    public static IReadOnlyList<SyntheticReport> Read(string path) =>
        [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<SyntheticReport>(line, Options) ?? throw new InvalidDataException($"'{path}' has a line that is null."))];
}
