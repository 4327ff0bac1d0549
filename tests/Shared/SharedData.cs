namespace MLNet.LlmExtensions.Tests.Shared;

/// <summary>
/// The reference data that lies in a folder <c>shared</c> beside the repository, on machines that have it.
/// The environment variable <c>SHARED_DATA</c> names another place.
/// </summary>
internal static class SharedData
{
    private const string Solution = "MLNet.LlmExtensions.sln";

    /// <summary>The full path of a file or folder of the reference data; skips the running test where it is absent.</summary>
    /// <param name="name">Relative to the data's root, with <c>/</c> between folders.</param>
    public static string PathTo(string name)
    {
        var root = Root();
        Assert.SkipWhen(root is null, "There is no folder 'shared' beside the repository, and SHARED_DATA does not name one.");
        var path = Path.Combine(root!, name);
        Assert.SkipUnless(Path.Exists(path), $"The reference data has no '{name}'.");
        return path;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("SHARED_DATA") is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder?.Parent is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return Path.Combine(folder.Parent.FullName, "shared") is var path && Directory.Exists(path) ? path : null;
        }

        return null;
    }
}
