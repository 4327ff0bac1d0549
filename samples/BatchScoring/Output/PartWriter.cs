namespace BatchScoring.Output;

/// <summary>
/// Writes one part. Its two files appear when both are on the disk: first that of the bad rows, then that of the rows, whose being there
/// means that the part is done. What is not committed leaves nothing behind.
/// </summary>
internal sealed class PartWriter : IDisposable
{
    private readonly PartFiles _files;
    private readonly int _part;
    private readonly Func<string, Stream> _create;
    private readonly string _rowsTemporary;
    private readonly string _rejectedTemporary;
    private readonly Stream _rowsStream;
    private readonly IRowWriter _rows;
    private Stream? _rejectedStream;
    private RejectedRowWriter? _rejected;

    /// <param name="files">Where the files go.</param>
    /// <param name="part">The part's number.</param>
    /// <param name="temporaryFolder">Where they are until they are complete, on the same file system.</param>
    /// <param name="shape">What the rows look like.</param>
    /// <param name="create">Creates a file.</param>
    public PartWriter(PartFiles files, int part, string temporaryFolder, OutputShape shape, Func<string, Stream> create)
    {
        _files = files;
        _part = part;
        _create = create;

        // Should two processes work on the same part, for a pod that was thought dead, they must not write into one file.
        var unique = Guid.NewGuid().ToString("N");
        _rowsTemporary = Path.Combine(temporaryFolder, $"rows-{part}-{unique}");
        _rejectedTemporary = Path.Combine(temporaryFolder, $"rejected-{part}-{unique}");
        _rowsStream = create(_rowsTemporary);
        try
        {
            _rows = shape.Open(_rowsStream);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The rows that were taken.</summary>
    public long Rows { get; private set; }

    /// <summary>The bad rows that were taken.</summary>
    public long Rejected { get; private set; }

    public void Write(in ScoredRow row)
    {
        _rows.Write(row);
        Rows++;
    }

    public void Reject(in RejectedRow row)
    {
        _rejected ??= new(_rejectedStream = _create(_rejectedTemporary));
        _rejected.Write(row);
        Rejected++;
    }

    /// <summary>Makes the part appear.</summary>
    public void Commit()
    {
        _rows.Complete();
        Durable.Close(_rowsStream);
        if (_rejectedStream is not null)
        {
            Durable.Close(_rejectedStream);
            Durable.Rename(_rejectedTemporary, _files.Rejected(_part));
        }

        Durable.Rename(_rowsTemporary, _files.Rows(_part));
    }

    /// <summary>Takes back what was not committed.</summary>
    public void Dispose()
    {
        Discard(_rowsStream, _rowsTemporary);
        if (_rejectedStream is not null)
            Discard(_rejectedStream, _rejectedTemporary);
    }

    private static void Discard(Stream stream, string path)
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // What is left in its buffer has no room on the disk, and is not wanted.
        }

        File.Delete(path);
    }
}
