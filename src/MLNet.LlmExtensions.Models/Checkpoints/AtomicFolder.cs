namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>Writes several files into a folder, so that a failure while writing leaves the folder as it was.</summary>
internal static class AtomicFolder
{
    /// <summary>
    /// Writes all files beside their places and forces them to disk; only then are they renamed, in the given order. Other
    /// files of the folder stay.
    /// </summary>
    /// <param name="folder">The folder; made where it is absent.</param>
    /// <param name="files">Names and what writes them. The last one should be the one that readers look for first.</param>
    /// <param name="obsolete">Names of files of an earlier save that must not stay.</param>
    public static void Write(string folder, IReadOnlyList<(string Name, Action<Stream> Write)> files, params ReadOnlySpan<string> obsolete)
    {
        var full = Path.GetFullPath(folder);
        var isNew = !Directory.Exists(full);
        Directory.CreateDirectory(full);
        var written = new List<(string Temporary, string Target)>();
        try
        {
            foreach (var (name, write) in files)
            {
                var target = Path.Combine(full, name);
                var temporary = AtomicFile.TemporaryName(target);
                written.Add((temporary, target));
                using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            foreach (var (temporary, target) in written)
                File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            foreach (var (temporary, _) in written)
                AtomicFile.TryDelete(temporary);
            if (isNew)
                TryDeleteEmpty(full);
            throw;
        }

        foreach (var name in obsolete)
            AtomicFile.TryDelete(Path.Combine(full, name));
    }

    private static void TryDeleteEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Somebody else put something into it; the failure that led here is the one worth reporting.
        }
    }
}
