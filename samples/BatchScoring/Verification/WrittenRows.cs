using System.Globalization;
using System.Text;
using System.Text.Json;
using BatchScoring.Input.Records;
using BatchScoring.Output;
using Parquet;

namespace BatchScoring.Verification;

/// <summary>Reads which rows a part's files have.</summary>
internal static class WrittenRows
{
    /// <summary>The file and the number of each row.</summary>
    /// <exception cref="InvalidDataException">The file is not whole.</exception>
    public static List<(string File, long Row)> Read(string path, RowFormat format)
    {
        try
        {
            return format switch
            {
                RowFormat.Jsonl => [.. Json(path)],
                RowFormat.Csv => [.. Delimited(path)],
                _ => ParquetAsync(path).GetAwaiter().GetResult(),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException
            or DecoderFallbackException or ArgumentException or ParquetException)
        {
            throw new InvalidDataException($"'{path}' is damaged.");
        }
    }

    private static IEnumerable<(string File, long Row)> Json(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            using var row = JsonDocument.Parse(line);
            yield return (row.RootElement.GetProperty("file").GetString()!, row.RootElement.GetProperty("row").GetInt64());
        }
    }

    private static IEnumerable<(string File, long Row)> Delimited(string path)
    {
        using var stream = File.OpenRead(path);
        var reader = new RecordReader(stream, new DelimitedFraming((byte)','));
        var fields = new DelimitedRecord((byte)',');
        for (var isHeader = true; reader.Read(out var record); isHeader = false)
        {
            if (record.Problem is not null)
                throw new FormatException(record.Problem);
            if (isHeader)
                continue;
            fields.Take(record.Content);
            yield return (fields.Field(0), long.Parse(fields.Field(1), NumberStyles.None, CultureInfo.InvariantCulture));
        }
    }

    private static async Task<List<(string File, long Row)>> ParquetAsync(string path)
    {
        var rows = new List<(string, long)>();
        var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            for (var i = 0; i < reader.RowGroupCount; i++)
            {
                using var group = reader.OpenRowGroupReader(i);
                var files = new string?[checked((int)group.RowCount)];
                var numbers = new long[files.Length];
                await group.ReadAsync(reader.Schema.FindDataField("file"), files.AsMemory()).ConfigureAwait(false);
                await group.ReadAsync<long>(reader.Schema.FindDataField("row"), numbers.AsMemory()).ConfigureAwait(false);
                rows.AddRange(files.Select(file => file ?? "").Zip(numbers));
            }
        }

        return rows;
    }
}
