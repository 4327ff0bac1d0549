namespace MLNet.LlmExtensions.Serving.Models;

/// <summary>What tells whether a file has changed.</summary>
/// <param name="Length">Its length; -1 where it is not there.</param>
/// <param name="WrittenAt">When it was written.</param>
internal readonly record struct FileStamp(long Length, DateTime WrittenAt)
{
    public static FileStamp Of(string path)
    {
        // Of a link, which is how Kubernetes puts files into place, the file behind it counts.
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file : (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        return target.Exists ? new FileStamp(target.Length, target.LastWriteTimeUtc) : new FileStamp(-1, default);
    }
}
