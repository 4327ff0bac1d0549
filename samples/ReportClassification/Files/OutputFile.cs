namespace ReportClassification.Files;

/// <summary>
/// A file that appears when it is complete. It is opened under another name at once, so that a path that cannot be written
/// is found out before the work and not after it.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private bool _committed;

    public OutputFile(string path, string option)
    {
        _path = Path.GetFullPath(path);
        _partial = $"{_path}.{Environment.ProcessId}.partial";
        if (Directory.Exists(_path))
            throw new UserErrorException($"{option}: '{path}' is a folder.");
        try
        {
            Stream = new FileStream(_partial, FileMode.Create, FileAccess.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{option}: '{path}' cannot be written: {exception.Message}");
        }
    }

    /// <summary>Where to write.</summary>
    public FileStream Stream { get; }

    /// <summary>Gives the file its name, in place of an older one.</summary>
    public void Commit()
    {
        Stream.Dispose();
        File.Move(_partial, _path, overwrite: true);
        _committed = true;
    }

    /// <summary>Takes back what was not committed.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_committed)
            File.Delete(_partial);
    }
}
