namespace BatchScoring.Input.Records;

/// <summary>
/// A record of comma- or tab-separated values as in RFC 4180: line breaks may stand between quotation marks. Of a malformed record only
/// the first line is taken, so that a forgotten quotation mark costs a line and not the rest of the file.
/// </summary>
internal sealed class DelimitedFraming(byte delimiter) : IRecordFraming
{
    private const byte Quote = (byte)'"';
    private const byte NewLine = (byte)'\n';

    public RecordFrame Frame(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var at = 0;
        while (true)
        {
            var isQuoted = at < bytes.Length && bytes[at] == Quote;
            if (isQuoted)
            {
                at = AfterQuotes(bytes, at);
                if (at < 0)
                    return isLast ? FirstLine(bytes, isLast, Problems.QuoteNotClosed) : default;
            }
            else
            {
                var stop = bytes[at..].IndexOfAny(delimiter, NewLine, Quote);
                at = stop < 0 ? bytes.Length : at + stop;
            }

            if (at == bytes.Length)
                return new(isLast ? at : 0, null);
            if (bytes[at] == NewLine)
                return new(at + 1, null);
            if (bytes[at] == delimiter)
            {
                at++;
                continue;
            }

            // After quotation marks a carriage return belongs to the line break or is out of place like anything else.
            if (isQuoted && bytes[at] == (byte)'\r')
            {
                if (at + 1 == bytes.Length)
                    return new(isLast ? at + 1 : 0, null);
                if (bytes[at + 1] == NewLine)
                    return new(at + 2, null);
            }

            return FirstLine(bytes, isLast, Problems.QuoteOutOfPlace);
        }
    }

    public bool IsBlank(ReadOnlySpan<byte> content) => content.IsEmpty;

    // Behind the closing mark; -1 where it is not there, or could be the first of two.
    private static int AfterQuotes(ReadOnlySpan<byte> bytes, int open)
    {
        var at = open + 1;
        while (true)
        {
            var quote = bytes[at..].IndexOf(Quote);
            if (quote < 0)
                return -1;
            at += quote + 1;
            if (at == bytes.Length || bytes[at] != Quote)
                return at;
            at++;
        }
    }

    private static RecordFrame FirstLine(ReadOnlySpan<byte> bytes, bool isLast, string problem)
    {
        var newline = bytes.IndexOf(NewLine);
        return new(newline >= 0 ? newline + 1 : isLast ? bytes.Length : 0, problem);
    }
}
