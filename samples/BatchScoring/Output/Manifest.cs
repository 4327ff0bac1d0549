namespace BatchScoring.Output;

/// <summary>What an output folder was begun with. The same manifest means the same output.</summary>
/// <param name="Version">Of the layout of the folder.</param>
/// <param name="Model">The saved classifier.</param>
/// <param name="Inputs">The input files, in order.</param>
/// <param name="Options">The options that the output depends on, by their names.</param>
internal sealed record Manifest(int Version, ManifestFile Model, IReadOnlyList<ManifestInput> Inputs, SortedDictionary<string, string> Options)
{
    /// <summary>The layout that this program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The first difference to what a folder was begun with, as a sentence; null where there is none.</summary>
    public string? Difference(Manifest begun)
    {
        if (begun.Version != Version)
            return $"The folder has layout {begun.Version}, and this program writes {Version}.";
        foreach (var name in Options.Keys.Union(begun.Options.Keys, StringComparer.Ordinal))
        {
            var (was, now) = (begun.Options.GetValueOrDefault(name, ""), Options.GetValueOrDefault(name, ""));
            if (was != now)
                return $"{name} was '{was}' and is '{now}'.";
        }

        if (begun.Model.Sha256 != Model.Sha256)
            return $"--model was another file: '{begun.Model.Name}' with SHA-256 {begun.Model.Sha256[..12]}…, and is '{Model.Name}' with {Model.Sha256[..12]}….";
        if (begun.Inputs.Count != Inputs.Count)
            return $"--input was {begun.Inputs.Count} files and is {Inputs.Count}.";
        foreach (var (was, now) in begun.Inputs.Zip(Inputs))
        {
            if (was.Name != now.Name)
                return $"--input was '{was.Name}' where it is '{now.Name}'.";
            if (was.Length != now.Length || was.Sha256 != now.Sha256)
                return $"The content of '{now.Name}' has changed: it had {was.Length} bytes and has {now.Length}.";
        }

        return null;
    }
}
