using System.Buffers;
using System.Globalization;
using System.Text;

namespace BatchScoring.Output;

/// <summary>Builds lines of comma-separated values, quoted as in RFC 4180 where that is needed. Not thread-safe.</summary>
internal sealed class DelimitedLine
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");
    private readonly StringBuilder _text = new();
    private bool _hasFields;

    /// <summary>Adds a field.</summary>
    public DelimitedLine Add(string field)
    {
        if (_hasFields)
            _text.Append(',');
        _hasFields = true;
        if (field.AsSpan().ContainsAny(Special))
            _text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else
            _text.Append(field);
        return this;
    }

    /// <summary>Adds a number, as short as it can be read back.</summary>
    public DelimitedLine Add(float number) => Add(number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Ends the line and writes it.</summary>
    public void Write(Stream stream)
    {
        _text.Append('\n');
        stream.Write(Encoding.UTF8.GetBytes(_text.ToString()));
        _text.Clear();
        _hasFields = false;
    }
}
