namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>Writes files so that a reader sees the old content or the new one, never half of it.</summary>
internal static class AtomicFile
{
    private const int BufferLength = 1 << 16;

    /// <summary>
    /// Writes beside the target, forces it to disk, then renames over the target. When writing fails the target is as it was.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = TemporaryName(full);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferLength))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>A name in the same folder, because a rename is atomic only within one file system.</summary>
    public static string TemporaryName(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");

    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one worth reporting.
        }
    }
}
