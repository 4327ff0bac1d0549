namespace MLNet.LlmExtensions.Inference.Caching.Disk;

/// <summary>Appends vectors to a file of its own: processes do not write to each other's files, so that they need no lock.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly FileStream _stream;
    private readonly int _dimensions;

    /// <summary>Makes a new file in a folder.</summary>
    public SegmentWriter(string folder, byte[] header, int dimensions)
    {
        _dimensions = dimensions;
        Path = System.IO.Path.Combine(folder, $"{DateTime.UtcNow:yyyyMMdd'T'HHmmss}-{Guid.NewGuid():N}{DiskFolder.Extension}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _stream = new FileStream(Path, options);
        _stream.Write(header);
    }

    public string Path { get; }

    public long Length => _stream.Length;

    /// <summary>Appends records. They can be read at once, by other processes as well.</summary>
    public void Append(IReadOnlyList<TextHash> texts, ReadOnlySpan<float> vectors)
    {
        var size = SegmentFormat.RecordSize(_dimensions);
        var bytes = new byte[texts.Count * size];
        for (var i = 0; i < texts.Count; i++)
        {
            SegmentFormat.WriteRecord(bytes.AsSpan(i * size, size), texts[i], vectors.Slice(i * _dimensions, _dimensions));
        }

        _stream.Write(bytes);
    }

    public void Dispose() => _stream.Dispose();
}
