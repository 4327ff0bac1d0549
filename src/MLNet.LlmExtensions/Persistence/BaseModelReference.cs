namespace MLNet.LlmExtensions.Persistence;

/// <summary>What a saved model remembers of where its language model is.</summary>
/// <param name="Owner">What refers to it, for errors, such as <c>the embedding 'Features'</c>.</param>
/// <param name="Folder">The model's folder when it was saved, as a full path.</param>
/// <param name="Name">The last part of the folder's path.</param>
/// <param name="Fingerprint">The model's fingerprint.</param>
internal sealed record BaseModelReference(string Owner, string Folder, string Name, string Fingerprint)
{
    /// <summary>The last part of a folder's path.</summary>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
}
