using System.Text;

namespace BatchScoring.Input.Records;

/// <summary>Opens files of comma- or tab-separated values with a header.</summary>
internal static class DelimitedInput
{
    /// <exception cref="UserErrorException">The header is missing, malformed, or lacks a column.</exception>
    public static RecordInputFile Open(string path, string name, byte delimiter, RowColumns columns)
    {
        using var stream = RecordInputFile.OpenStream(path);
        var framing = new DelimitedFraming(delimiter);
        if (!new RecordReader(stream, framing).Read(out var first))
            throw new UserErrorException($"'{path}' is empty. Its first row must name the columns.");
        if (first.Problem is not null)
            throw new UserErrorException($"The first row of '{path}' must name the columns: {first.Problem}.");
        var record = new DelimitedRecord(delimiter);
        record.Take(first.Content);
        try
        {
            string[] names = [.. Enumerable.Range(0, record.Count).Select(record.Field)];
            return new RecordInputFile(path, name, framing, new DelimitedRowParser(DelimitedHeader.Check(names, columns, $"'{path}'"), columns, record), hasHeader: true);
        }
        catch (DecoderFallbackException)
        {
            throw new UserErrorException($"'{path}' is not UTF-8. Convert it, for example with iconv -f windows-1252 -t utf-8.");
        }
    }
}
