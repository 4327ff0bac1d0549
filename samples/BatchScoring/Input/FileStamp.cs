namespace BatchScoring.Input;

/// <summary>What tells whether a file has changed while it is worked on.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="WrittenAt">When it was written.</param>
internal readonly record struct FileStamp(long Length, DateTime WrittenAt)
{
    /// <summary>The stamp of this moment.</summary>
    public static FileStamp Of(string path)
    {
        // Of a link the file behind it counts.
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file : (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        return target.Exists ? new(target.Length, target.LastWriteTimeUtc) : new(-1, default);
    }

    /// <summary>Checks that the file is as it was.</summary>
    /// <exception cref="UserErrorException">It is not: what was found out about its rows no longer holds.</exception>
    public void Check(string path)
    {
        if (Of(path) != this)
            throw new UserErrorException($"'{path}' has changed while it was read. Leave it as it is, or score it into another --output when it is complete.");
    }
}
