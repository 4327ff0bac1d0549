namespace BatchScoring.Output;

/// <summary>An input file.</summary>
/// <param name="Name">What the output calls it.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">The hash of its bytes.</param>
/// <param name="Rows">Its rows, good and bad.</param>
internal sealed record ManifestInput(string Name, long Length, string Sha256, long Rows);
