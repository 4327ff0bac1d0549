namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>Writes a folder beside its place and renames it, so that it appears only once everything in it is complete.</summary>
internal static class StagedFolder
{
    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Must not exist yet or be empty.</param>
    /// <param name="write">Fills the folder whose path it gets.</param>
    /// <exception cref="IOException">The folder is not empty, or cannot be written.</exception>
    public static void Write(string folder, Action<string> write)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new IOException($"'{folder}' is not empty. A model is written into a folder of its own.");

        var staging = AtomicFile.TemporaryName(target);
        try
        {
            Directory.CreateDirectory(staging);
            write(staging);
            if (Directory.Exists(target))
                Directory.Delete(target);
            Directory.Move(staging, target);
        }
        catch
        {
            TryDelete(staging);
            throw;
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one worth reporting.
        }
    }
}
