namespace BatchScoring.Input;

/// <summary>What tells that a file has changed while it was worked on.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="WrittenAt">When it was written.</param>
internal readonly record struct InputStamp(long Length, DateTime WrittenAt)
{
    public static InputStamp Of(string path)
    {
        // Of a link the file behind it counts.
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        return file.Exists ? new InputStamp(file.Length, file.LastWriteTimeUtc) : default;
    }

    /// <summary>Checks that a file is as it was.</summary>
    /// <exception cref="UserErrorException">It is not: what was found out about its rows no longer holds.</exception>
    public void Check(string path)
    {
        if (Of(path) != this)
            throw new UserErrorException($"'{path}' has changed while it was read. Leave it as it is, or score it into another --output when it is complete.");
    }
}
