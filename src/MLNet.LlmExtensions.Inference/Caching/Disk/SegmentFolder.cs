using Microsoft.Extensions.Logging;

namespace MLNet.LlmExtensions.Inference.Caching.Disk;

/// <summary>The vectors of one space on disk: files in a folder, and an index of them in memory. Thread-safe.</summary>
/// <remarks>What goes wrong with the disk costs time and nothing else: it is logged, and the vector counts as not there.</remarks>
internal sealed class SegmentFolder : IDisposable
{
    // Looking for news of other processes takes a listing of the folder.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Lock _writeLock = new();
    private readonly string _folder;
    private readonly DiskFolder _disk;
    private readonly int _dimensions;
    private readonly byte[] _header;
    private readonly CacheCounters _counters;
    private readonly ILogger _logger;
    private readonly Dictionary<string, Segment> _segments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    // By the first part of a text's hash: millions of entries must not take hundreds of megabytes, and the record has the whole hash.
    private readonly Dictionary<ulong, (Segment Segment, int Record)> _index = [];
    private SegmentWriter? _writer;
    private bool _readOnly;
    private long _refreshedAt = long.MinValue;

    public SegmentFolder(string folder, string space, int dimensions, DiskFolder disk, CacheCounters counters, ILogger logger)
    {
        _folder = folder;
        _disk = disk;
        _dimensions = dimensions;
        _header = SegmentFormat.Header(space, dimensions);
        _counters = counters;
        _logger = logger;
        _ = Refresh();
    }

    public bool Contains(TextHash text)
    {
        lock (_lock)
        {
            return _index.ContainsKey(text.First);
        }
    }

    public bool TryRead(TextHash text, Span<float> destination)
    {
        (Segment Segment, int Record) place;
        lock (_lock)
        {
            if (!_index.TryGetValue(text.First, out place))
            {
                return false;
            }
        }

        try
        {
            if (place.Segment.TryRead(place.Record, text, destination))
            {
                _disk.NoteUse(place.Segment.Path);
                return true;
            }

            _counters.AddDamaged();
            _logger.LogWarning("A vector in '{File}' is damaged and will be computed again", place.Segment.Path);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _logger.LogDebug(exception, "'{File}' cannot be read any more", place.Segment.Path);
        }

        lock (_lock)
        {
            _ = _index.Remove(text.First);
        }

        return false;
    }

    /// <summary>Takes note of files and records that have come, from this process or others, and of files that are gone.</summary>
    /// <returns>Whether there are new records. False without a look where the last one was a moment ago.</returns>
    public bool Refresh()
    {
        lock (_lock)
        {
            var now = Environment.TickCount64;
            if (_refreshedAt != long.MinValue && now - _refreshedAt < RefreshInterval.TotalMilliseconds)
            {
                return false;
            }

            _refreshedAt = now;
            return List();
        }
    }

    /// <summary>Writes vectors.</summary>
    public void Add(IReadOnlyList<TextHash> texts, ReadOnlySpan<float> vectors)
    {
        string written;
        lock (_writeLock)
        {
            if (_readOnly)
            {
                return;
            }

            try
            {
                if (_writer is null || _writer.Length >= _disk.SegmentLength)
                {
                    _writer?.Dispose();
                    _writer = null;
                    _disk.MakeRoom();
                    _ = Directory.CreateDirectory(_folder);
                    _writer = new SegmentWriter(_folder, _header, _dimensions);
                }

                _writer.Append(texts, vectors);
                written = _writer.Path;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _readOnly = true;
                _writer?.Dispose();
                _writer = null;
                _logger.LogWarning(exception, "Vectors cannot be written to '{Folder}'; the work goes on without", _folder);
                return;
            }
        }

        lock (_lock)
        {
            Index(written);
        }
    }

    public void Dispose()
    {
        lock (_writeLock)
        {
            _readOnly = true;
            _writer?.Dispose();
            _writer = null;
        }

        lock (_lock)
        {
            foreach (var segment in _segments.Values)
            {
                segment.Dispose();
            }

            _segments.Clear();
            _index.Clear();
        }
    }

    private bool List()
    {
        var before = _index.Count;
        try
        {
            var files = Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*" + DiskFolder.Extension) : [];
            foreach (var gone in _segments.Keys.Except(files).ToArray())
            {
                Forget(gone);
            }

            foreach (var file in files.Order(StringComparer.Ordinal))
            {
                Index(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning(exception, "'{Folder}' cannot be listed", _folder);
        }

        return _index.Count > before;
    }

    private void Index(string file)
    {
        if (Open(file) is { } segment)
        {
            foreach (var (text, record) in segment.NewRecords())
            {
                _index[text.First] = (segment, record);
            }
        }
    }

    private Segment? Open(string file)
    {
        if (_segments.TryGetValue(file, out var segment) || _refused.Contains(file))
        {
            return segment;
        }

        try
        {
            segment = Segment.Open(file, _header, _dimensions);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Removed since it was listed, or not ours to read.
            _logger.LogDebug(exception, "'{File}' cannot be opened", file);
            return null;
        }

        if (segment is not null)
        {
            _segments.Add(file, segment);
        }
        else if (new FileInfo(file) is { Exists: true, Length: >= SegmentFormat.HeaderSize })
        {
            // Shorter ones are being made by another process at this moment.
            _ = _refused.Add(file);
            _logger.LogWarning("'{File}' is damaged or of another version and is passed over", file);
        }

        return segment;
    }

    private void Forget(string file)
    {
        var segment = _segments[file];
        foreach (var (text, place) in _index)
        {
            if (place.Segment == segment)
            {
                _ = _index.Remove(text); // which an enumeration allows
            }
        }

        _ = _segments.Remove(file);
        segment.Dispose();
    }
}
