using System.Text;

namespace BatchScoring.Input.Records;

/// <summary>Reads the values of a record of comma- or tab-separated values.</summary>
internal sealed class DelimitedRowParser : IRowParser
{
    private readonly RowColumns _columns;
    private readonly DelimitedRecord _record;
    private readonly int _width;
    private readonly int[] _texts;
    private readonly int _id;

    /// <param name="header">The names of the fields.</param>
    /// <param name="columns">Those that are wanted; all of them are among the names.</param>
    /// <param name="record">Finds the fields.</param>
    public DelimitedRowParser(IReadOnlyList<string> header, RowColumns columns, DelimitedRecord record)
    {
        _columns = columns;
        _record = record;
        _width = header.Count;
        var names = header.ToList();
        _texts = [.. columns.Text.Select(name => names.IndexOf(name))];
        _id = columns.Id is null ? -1 : names.IndexOf(columns.Id);
    }

    public ParsedRow Parse(ReadOnlyMemory<byte> content)
    {
        _record.Take(content);
        if (_record.Count != _width)
            return ParsedRow.Bad($"{_record.Count} fields instead of {_width}");
        try
        {
            return ParsedRow.Of(_id < 0 ? null : _record.Field(_id), string.Join('\n', _texts.Select(_record.Field)), _columns);
        }
        catch (DecoderFallbackException)
        {
            return ParsedRow.Bad(Problems.NotUtf8);
        }
    }
}
