using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MLNet.LlmExtensions.Inference.Caching.Disk;

/// <summary>The folder of a cache: a folder inside for each space, and the bound on all of them. Thread-safe.</summary>
internal sealed class DiskFolder
{
    /// <summary>How the files' names end.</summary>
    public const string Extension = ".vectors";

    private const long LongestSegment = 64L << 20;
    private const int SegmentsAtLeast = 32;

    // Letters of a space's name that name its folder: enough to tell spaces apart, and short paths. The whole name is in the files.
    private const int NameLength = 32;

    private static readonly TimeSpan NoteInterval = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly long _maximum;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, long> _notedAt = new(StringComparer.Ordinal);

    public DiskFolder(string folder, long maximum, ILogger logger)
    {
        _folder = Path.GetFullPath(folder);
        _maximum = maximum;
        _logger = logger;
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(_folder)
            : Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        MakeRoom();
    }

    /// <summary>The length from which a file is not written to any more. Files are what is removed, so they must be many.</summary>
    public long SegmentLength => Math.Min(LongestSegment, _maximum / SegmentsAtLeast);

    /// <summary>The vectors of a space.</summary>
    public SegmentFolder Open(string space, int dimensions, CacheCounters counters) =>
        new(Path.Combine(_folder, space[..NameLength]), space, dimensions, this, counters, _logger);

    /// <summary>Notes that a file is of use, by its time of last access, which many file systems do not keep by themselves.</summary>
    public void NoteUse(string file)
    {
        var now = Environment.TickCount64;
        if (_notedAt.TryGetValue(file, out var noted) && now - noted < NoteInterval.TotalMilliseconds)
        {
            return;
        }

        _notedAt[file] = now;
        try
        {
            File.SetLastAccessTimeUtc(file, DateTime.UtcNow);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LogDebug(exception, "The use of '{File}' could not be noted", file);
        }
    }

    /// <summary>Removes what was not used for longest, until there is room for another file.</summary>
    public void MakeRoom()
    {
        try
        {
            var files = new DirectoryInfo(_folder).GetFiles("*" + Extension, SearchOption.AllDirectories).OrderBy(LastUse).ToArray();
            var total = files.Sum(file => file.Length) + SegmentLength;
            foreach (var file in files.TakeWhile(_ => total > _maximum))
            {
                file.Delete();
                total -= file.Length;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning(exception, "Old vectors in '{Folder}' could not be removed", _folder);
        }
    }

    private static DateTime LastUse(FileInfo file) => file.LastAccessTimeUtc > file.LastWriteTimeUtc ? file.LastAccessTimeUtc : file.LastWriteTimeUtc;
}
