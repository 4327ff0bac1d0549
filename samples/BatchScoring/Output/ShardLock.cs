namespace BatchScoring.Output;

/// <summary>Keeps two processes from scoring the same shard into the same folder, and removes what a killed one left.</summary>
internal sealed class ShardLock : IDisposable
{
    private const string Name = "lock";

    private readonly FileStream _lock;

    /// <exception cref="UserErrorException">Another process has the shard.</exception>
    public ShardLock(PartFiles files, Shard shard)
    {
        Folder = Path.Combine(files.TemporaryFolder, $"shard-{shard.Index}-of-{shard.Count}");
        Directory.CreateDirectory(Folder);
        try
        {
            // The system lets go of it when the process ends, however it ends.
            _lock = new FileStream(Path.Combine(Folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new UserErrorException($"Another process scores shard {shard} into '{files.Root}', or it cannot be written: {exception.Message}");
        }

        foreach (var left in Directory.GetFiles(Folder).Where(path => Path.GetFileName(path) != Name))
            File.Delete(left);
    }

    /// <summary>Where this shard's files are until they are complete.</summary>
    public string Folder { get; }

    public void Dispose() => _lock.Dispose();
}
