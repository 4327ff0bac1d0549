using System.Text;

namespace BatchScoring.Input.Records;

/// <summary>Finds the fields of a well-formed record of separated values, and decodes those that are asked for.</summary>
internal sealed class DelimitedRecord(byte delimiter, bool hasQuotes = true)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private readonly List<Range> _fields = [];
    private ReadOnlyMemory<byte> _content;

    /// <summary>The number of fields.</summary>
    public int Count => _fields.Count;

    /// <summary>Takes a record that <see cref="DelimitedFraming"/> found nothing wrong with.</summary>
    public void Take(ReadOnlyMemory<byte> content)
    {
        _content = content;
        _fields.Clear();
        var bytes = content.Span;
        for (var start = 0; ; )
        {
            var end = End(bytes, start);
            _fields.Add(start..end);
            if (end == bytes.Length)
                return;
            start = end + 1;
        }
    }

    /// <summary>A field as text.</summary>
    /// <exception cref="DecoderFallbackException">It is no UTF-8.</exception>
    public string Field(int index)
    {
        var bytes = _content.Span[_fields[index]];
        return hasQuotes && bytes is [(byte)'"', .. var inner, (byte)'"']
            ? Utf8.GetString(inner).Replace("\"\"", "\"", StringComparison.Ordinal)
            : Utf8.GetString(bytes);
    }

    private int End(ReadOnlySpan<byte> bytes, int start)
    {
        var at = start;
        if (hasQuotes && at < bytes.Length && bytes[at] == (byte)'"')
        {
            // Doubled marks come in pairs, so behind every second one is either another pair or the end.
            do
                at += bytes[(at + 1)..].IndexOf((byte)'"') + 2;
            while (at < bytes.Length && bytes[at] == (byte)'"');
        }

        var next = bytes[at..].IndexOf(delimiter);
        return next < 0 ? bytes.Length : at + next;
    }
}
