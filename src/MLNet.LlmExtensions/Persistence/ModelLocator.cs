using System.Text;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>Finds the language model that a saved model refers to, where it was or where it has been moved to.</summary>
internal static class ModelLocator
{
    // How deep below a registered folder a folder of the model's name is looked for.
    private const int MaximumDepth = 4;

    /// <summary>Finds the model.</summary>
    /// <exception cref="DirectoryNotFoundException">No such folder.</exception>
    /// <exception cref="InvalidDataException">There are such folders, but none holds the model that was saved.</exception>
    public static LanguageModel Find(BaseModelReference reference)
    {
        var rejected = new List<string>();
        foreach (var folder in Candidates(reference).Distinct(StringComparer.Ordinal))
        {
            if (Open(folder, reference, rejected) is { } model)
            {
                return model;
            }
        }

        throw rejected.Count == 0
            ? new DirectoryNotFoundException(Describe(reference, "was not found", rejected))
            : new InvalidDataException(Describe(reference, "was not found unchanged", rejected));
    }

    private static LanguageModel? Open(string folder, BaseModelReference reference, List<string> rejected)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        try
        {
            var model = LanguageModel.FromPretrained(folder);
            if (string.Equals(model.Fingerprint, reference.Fingerprint, StringComparison.OrdinalIgnoreCase))
            {
                return model;
            }

            rejected.Add($"'{folder}': its files are not those that the model was saved with (fingerprint {Short(model.Fingerprint)}, not {Short(reference.Fingerprint)})");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException)
        {
            rejected.Add($"'{folder}': {exception.Message}");
        }

        return null;
    }

    private static IEnumerable<string> Candidates(BaseModelReference reference)
    {
        yield return reference.Folder;
        var deep = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = MaximumDepth,
            IgnoreInaccessible = true,
            MatchCasing = MatchCasing.PlatformDefault,
        };
        foreach (var root in LanguageModelFolders.All())
        {
            if (!Directory.Exists(root))
            {
                continue;
            }

            // A registered folder may be the model itself, under whatever name.
            if (File.Exists(Path.Combine(root, "config.json")))
            {
                yield return root;
            }

            // The name comes out of a file: it must be a name and neither a path nor a pattern.
            if (reference.Name.Length == 0 || reference.Name.AsSpan().IndexOfAny("/\\*?") >= 0 || reference.Name is "." or "..")
            {
                continue;
            }

            yield return Path.Combine(root, reference.Name);
            foreach (var folder in Directory.EnumerateDirectories(root, reference.Name, deep))
            {
                yield return folder;
            }
        }
    }

    private static string Describe(BaseModelReference reference, string what, List<string> rejected)
    {
        var text = new StringBuilder()
            .Append("The language model of ").Append(reference.Owner).Append(' ').Append(what)
            .Append(". It was saved from '").Append(reference.Folder).Append("'. ");
        var roots = LanguageModelFolders.All().ToArray();
        _ = roots.Length == 0
            ? text.Append("No other folders are registered. ")
            : text.Append("Also searched: ").AppendJoin(", ", roots.Select(root => $"'{root}'")).Append(". ");
        if (rejected.Count > 0)
        {
            _ = text.Append("Not taken: ").AppendJoin("; ", rejected).Append(". ");
        }

        return text
            .Append("Put the model there, or name the folder that contains it with ")
            .Append(nameof(LanguageModelFolders)).Append('.').Append(nameof(LanguageModelFolders.Add))
            .Append("(path) or in the environment variable ").Append(LanguageModelFolders.EnvironmentVariable).Append('.')
            .ToString();
    }

    private static string Short(string fingerprint) => fingerprint.Length > 12 ? fingerprint[..12] + "…" : fingerprint;
}
