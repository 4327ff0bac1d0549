namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>
/// Turns names from a model's files into paths, and makes sure that they stay inside the model's folder: a model that
/// was downloaded must not be able to name another file of the machine.
/// </summary>
internal static class PathGuard
{
    private const int MaximumLinks = 40;

    /// <summary>The full path of a relative name inside a folder. Nothing needs to exist there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">A relative name from an untrusted file; <c>/</c> separates folders.</param>
    /// <param name="source">What the name came from, for the error.</param>
    /// <exception cref="InvalidDataException">The name is rooted, contains <c>..</c>, or leads out of the folder through a link.</exception>
    public static string Resolve(string folder, string name, string source)
    {
        // A backslash separates folders on Windows only; elsewhere it could hide a ".." from no one, but no real model has one.
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal)
            || name.Contains(':', StringComparison.Ordinal) || Path.IsPathRooted(name) || name.Split('/').Contains(".."))
            throw new InvalidDataException($"{source} names the file '{name}', which is not a plain path inside the model's folder.");

        var path = Path.GetFullPath(Path.Combine(folder, name));
        var real = RealPath(path);
        if (!AllowedRoots(folder).Any(root => IsInside(real, root)))
            throw new InvalidDataException($"{source} names the file '{name}', which a link leads out of the model's folder.");
        return path;
    }

    /// <summary>The path with every link on the way followed; parts that do not exist stay as they are.</summary>
    public static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links < MaximumLinks; links++)
        {
            if (FirstLink(full) is not var (link, target))
                return full;
            full = Path.GetFullPath(target + full[link.Length..]);
        }

        throw new InvalidDataException($"'{path}' goes through more than {MaximumLinks} links.");
    }

    private static (string Link, string Target)? FirstLink(string full)
    {
        var root = Path.GetPathRoot(full)!;
        var end = root.Length;
        while (end < full.Length)
        {
            end = full.IndexOf(Path.DirectorySeparatorChar, end + 1);
            if (end < 0)
                end = full.Length;
            var part = full[..end];
            if (new FileInfo(part).LinkTarget is { } target)
                return (part, Path.GetFullPath(target, Path.GetDirectoryName(part)!));
        }

        return null;
    }

    /// <summary>
    /// The folder itself and, when it is a snapshot in Hugging Face's download cache, the folder of blobs that all its
    /// files are links into.
    /// </summary>
    private static IEnumerable<string> AllowedRoots(string folder)
    {
        var real = RealPath(folder);
        yield return real;
        for (var parent = Path.GetDirectoryName(real); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (Path.GetFileName(parent) != "snapshots")
                continue;
            yield return Path.Combine(Path.GetDirectoryName(parent)!, "blobs");
            yield break;
        }
    }

    private static bool IsInside(string path, string root) =>
        path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
