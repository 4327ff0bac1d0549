namespace BatchScoring.Input.Records;

/// <summary>Reads records from a stream with a buffer that grows to the longest record and no further than a limit. Not thread-safe.</summary>
/// <param name="stream">The bytes. It is not disposed of.</param>
/// <param name="framing">Where records end.</param>
/// <param name="offset">Where the stream stands in the file.</param>
/// <param name="line">The line that begins there.</param>
/// <param name="maximumLength">A longer record is malformed, and only counted.</param>
/// <param name="keepsBlank">Whether blank lines are records.</param>
internal sealed class RecordReader(
    Stream stream, IRecordFraming framing, long offset = 0, long line = 1, int maximumLength = RecordReader.MaximumLength, bool keepsBlank = false)
{
    /// <summary>The longest record in bytes where nothing else is said.</summary>
    public const int MaximumLength = 1 << 24;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _hasEnded;
    private long _offset = offset;
    private long _line = line;
    private bool _isPastMark = offset > 0;

    /// <summary>Reads the next record.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read(out RawRecord record)
    {
        SkipByteOrderMark();
        while (true)
        {
            if (_start == _end && !Fill())
            {
                record = default;
                return false;
            }

            var available = _buffer.AsSpan(_start, _end - _start);
            var frame = framing.Frame(available, _hasEnded);
            if (frame.Length == 0 && available.Length < maximumLength)
            {
                _ = Fill();
                continue;
            }

            // Quotation marks that hold more than a record may have are taken for a forgotten one.
            if (frame.Length == 0)
                frame = new(available.IndexOf((byte)'\n') + 1, Problems.QuoteNotClosed);
            if (frame.Length == 0 || frame.Length > maximumLength)
            {
                record = Skip();
                return true;
            }

            record = Take(frame);
            if (keepsBlank || record.Problem is not null || !framing.IsBlank(record.Content.Span))
                return true;
        }
    }

    private RawRecord Take(RecordFrame frame)
    {
        var bytes = _buffer.AsMemory(_start, frame.Length);
        var content = bytes;
        if (content.Span[^1] == (byte)'\n')
        {
            content = content[..^1];
            if (!content.IsEmpty && content.Span[^1] == (byte)'\r')
                content = content[..^1];
        }
        else if (_hasEnded && content.Span[^1] == (byte)'\r')
        {
            content = content[..^1];
        }

        var record = new RawRecord(content, _offset, _line, frame.Problem);
        _line += bytes.Span.Count((byte)'\n');
        Advance(frame.Length);
        return record;
    }

    // A line that may be longer than memory.
    private RawRecord Skip()
    {
        var record = new RawRecord(ReadOnlyMemory<byte>.Empty, _offset, _line, Problems.TooLong(maximumLength));
        while (_start < _end || Fill())
        {
            var newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            Advance(newline >= 0 ? newline + 1 : _end - _start);
            if (newline >= 0)
                break;
        }

        _line++;
        return record;
    }

    private void Advance(int count)
    {
        _start += count;
        _offset += count;
    }

    private void SkipByteOrderMark()
    {
        if (_isPastMark)
            return;
        _isPastMark = true;
        while (_end < 3 && Fill())
        {
        }

        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            Advance(3);
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new InvalidDataException("The text is UTF-16. Convert it, for example with iconv -f utf-16 -t utf-8.");
    }

    private bool Fill()
    {
        if (_hasEnded)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _hasEnded = read == 0;
        return read > 0;
    }
}
