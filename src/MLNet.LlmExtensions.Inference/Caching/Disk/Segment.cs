using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MLNet.LlmExtensions.Inference.Caching.Disk;

/// <summary>A file of vectors that is read. It may grow, and it may be removed, by this process or another.</summary>
internal sealed class Segment : IDisposable
{
    private const int ScanLength = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly int _dimensions;
    private readonly int _recordSize;

    private Segment(string path, SafeFileHandle handle, int dimensions)
    {
        Path = path;
        _handle = handle;
        _dimensions = dimensions;
        _recordSize = SegmentFormat.RecordSize(dimensions);
    }

    public string Path { get; }

    /// <summary>Records whose texts have been listed.</summary>
    public int ListedRecords { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <returns>Null where it is of another form, another model, or damaged.</returns>
    public static Segment? Open(string path, byte[] expectedHeader, int dimensions)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        Span<byte> header = stackalloc byte[SegmentFormat.HeaderSize];
        if (RandomAccess.Read(handle, header, 0) == header.Length && header.SequenceEqual(expectedHeader))
        {
            return new Segment(path, handle, dimensions);
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Lists the texts of records that have come since the last time, in order. Damage shows only when a vector is read.</summary>
    public IEnumerable<(TextHash Text, int Record)> NewRecords()
    {
        var records = (int)Math.Min(int.MaxValue, (RandomAccess.GetLength(_handle) - SegmentFormat.HeaderSize) / _recordSize);
        var perRead = Math.Max(1, ScanLength / _recordSize);
        var buffer = ArrayPool<byte>.Shared.Rent(perRead * _recordSize);
        try
        {
            while (ListedRecords < records)
            {
                var wanted = Math.Min(perRead, records - ListedRecords);
                var read = ReadFully(buffer.AsSpan(0, wanted * _recordSize), Offset(ListedRecords)) / _recordSize;
                for (var i = 0; i < read; i++)
                {
                    yield return (SegmentFormat.Text(buffer.AsSpan(i * _recordSize, _recordSize)), ListedRecords);
                    ListedRecords++;
                }

                if (read < wanted)
                {
                    yield break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a vector.</summary>
    /// <returns>Whether it is whole.</returns>
    public bool TryRead(int record, TextHash text, Span<float> destination)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(_recordSize);
        try
        {
            var bytes = buffer.AsSpan(0, _recordSize);
            return destination.Length == _dimensions
                && ReadFully(bytes, Offset(record)) == _recordSize
                && SegmentFormat.TryReadVector(bytes, text, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _handle.Dispose();

    private long Offset(int record) => SegmentFormat.HeaderSize + ((long)record * _recordSize);

    private int ReadFully(Span<byte> bytes, long offset)
    {
        var total = 0;
        for (int read; total < bytes.Length && (read = RandomAccess.Read(_handle, bytes[total..], offset + total)) > 0;)
        {
            total += read;
        }

        return total;
    }
}
