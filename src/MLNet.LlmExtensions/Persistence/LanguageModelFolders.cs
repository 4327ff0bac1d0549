namespace MLNet.LlmExtensions;

/// <summary>
/// Where to look for the language models of saved ML.NET models. A saved model refers to its language model by folder and by
/// fingerprint (a hash of its files). The folder that it was saved from is tried first, then folders of the same name at or
/// below those registered here and those of the environment variable <c>MLNET_LLM_MODELS</c>, a list separated like
/// <c>PATH</c>. Only a folder whose fingerprint is the saved one is taken.
/// </summary>
/// <remarks>Thread-safe; it holds for the whole process.</remarks>
/// <example>
/// <code>
/// LanguageModelFolders.Add("/srv/models");
/// var model = ml.Model.Load("reports.zip", out _);
/// </code>
/// </example>
public static class LanguageModelFolders
{
    /// <summary>The environment variable's name.</summary>
    public const string EnvironmentVariable = "MLNET_LLM_MODELS";

    private static readonly Lock FoldersLock = new();
    private static readonly List<string> Registered = [];

    /// <summary>Registers a folder that contains model folders, or a model folder itself.</summary>
    /// <param name="path">The folder. It need not exist yet.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public static void Add(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var folder = Path.GetFullPath(path);
        lock (FoldersLock)
        {
            if (!Registered.Contains(folder, StringComparer.Ordinal))
            {
                Registered.Add(folder);
            }
        }
    }

    /// <summary>Takes a folder back that was registered with <see cref="Add"/>.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>Whether it was registered.</returns>
    public static bool Remove(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var folder = Path.GetFullPath(path);
        lock (FoldersLock)
        {
            return Registered.Remove(folder);
        }
    }

    internal static IEnumerable<string> All()
    {
        string[] registered;
        lock (FoldersLock)
        {
            registered = [.. Registered];
        }

        var listed = Environment.GetEnvironmentVariable(EnvironmentVariable)?
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return registered.Concat(listed.Select(Path.GetFullPath)).Distinct(StringComparer.Ordinal);
    }
}
