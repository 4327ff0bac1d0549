using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ReportClassification.Data;

/// <summary>Reads comma- or tab-separated values with a header, quoted as in RFC 4180. Rows count as in a spreadsheet: the header is row 1.</summary>
internal static class DelimitedText
{
    public static IEnumerable<IRecord> Read(string path, string delimiter)
    {
        using var reader = TextFile.Open(path);
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            BadDataFound = found => throw new UserErrorException(
                $"A quotation mark is out of place in row {found.Context.Parser!.Row} of '{path}'. Fields with quotation marks are quoted, with the marks doubled."),
        });

        if (!Next(csv, path))
            throw new UserErrorException($"'{path}' is empty. Its first row must name the columns.");
        csv.ReadHeader();
        var header = csv.HeaderRecord!;
        if (header.Distinct(StringComparer.Ordinal).Count() < header.Length)
            throw new UserErrorException($"'{path}' has two columns of the same name in its first row.");

        while (Next(csv, path))
        {
            var place = $"row {csv.Parser.Row} of '{path}'";
            var fields = csv.Parser.Record!;
            if (fields.Length != header.Length)
                throw new UserErrorException($"There are {fields.Length} fields instead of {header.Length} in {place}.");
            yield return new DelimitedRecord(header, fields, csv.Parser.Row, place);
        }
    }

    private static bool Next(CsvReader csv, string path)
    {
        try
        {
            return csv.Read();
        }
        catch (DecoderFallbackException)
        {
            throw TextFile.NotUnicode(path);
        }
        catch (CsvHelperException exception) when (exception is not null)
        {
            // Its message quotes the record, and records are reports.
            throw new UserErrorException($"Row {csv.Parser.Row} of '{path}' cannot be read.");
        }
    }

    private sealed class DelimitedRecord(string[] header, string[] fields, long position, string place) : IRecord
    {
        public string Place => place;

        public long Position => position;

        public IEnumerable<string> Names => header;

        public bool Has(string name) => Array.IndexOf(header, name) >= 0;

        public string Value(string name) => Array.IndexOf(header, name) is var index and >= 0 ? fields[index] : "";
    }
}
