namespace BatchScoring.Input.Records;

/// <summary>A text file of records.</summary>
internal sealed class RecordInputFile(
    string path, string name, IRecordFraming framing, IRowParser parser, bool hasHeader = false, int maximumLength = RecordReader.MaximumLength) : IInputFile
{
    public string Path => path;

    public string Name => name;

    public InputStamp Stamp { get; } = InputStamp.Of(path);

    /// <summary>Opens a file to be read from its beginning.</summary>
    public static FileStream OpenStream(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{path}' cannot be read: {exception.Message}");
        }
    }

    public FileContents Scan(int partRows, Action<long> progress, CancellationToken cancellation)
    {
        using var stream = new HashingStream(path, progress, cancellation);
        var reader = new RecordReader(stream, framing, maximumLength: maximumLength);
        var starts = new List<PartStart>();
        var rows = 0L;
        if (hasHeader)
            _ = reader.Read(out _);
        while (Read(reader, out var record))
        {
            if (rows % partRows == 0)
                starts.Add(new(rows + 1, partRows, record.Offset, record.Line));
            rows++;
        }

        if (starts.Count > 0)
            starts[^1] = starts[^1] with { Rows = (int)(rows - starts[^1].FirstRow + 1) };
        return new(stream.Length, stream.Finish(), rows, starts);
    }

    public IEnumerable<InputRow> Read(PartStart part)
    {
        using var stream = OpenStream(path);
        stream.Position = part.Offset;
        var reader = new RecordReader(stream, framing, part.Offset, part.Line, maximumLength);
        for (var i = 0; i < part.Rows; i++)
        {
            if (!Read(reader, out var record))
                throw new UserErrorException($"'{path}' has become shorter while it was read.");
            var parsed = record.Problem is { } problem ? ParsedRow.Bad(problem) : parser.Parse(record.Content);
            yield return new(part.FirstRow + i, record.Line, parsed, record.Content);
        }
    }

    public void Dispose()
    {
    }

    private bool Read(RecordReader reader, out RawRecord record)
    {
        try
        {
            return reader.Read(out record);
        }
        catch (InvalidDataException exception)
        {
            throw new UserErrorException($"'{path}': {exception.Message}");
        }
    }
}
