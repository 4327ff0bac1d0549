namespace BatchScoring.Output;

/// <summary>A file, by its content.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">The hash of its bytes.</param>
internal sealed record ManifestFile(string Name, string Sha256);
