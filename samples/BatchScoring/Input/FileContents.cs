namespace BatchScoring.Input;

/// <summary>What a pass over an input file found.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">The hash of its bytes, as <c>sha256sum</c> prints it.</param>
/// <param name="Rows">Its rows, good and bad.</param>
/// <param name="Parts">Where its parts begin.</param>
internal sealed record FileContents(long Length, string Sha256, long Rows, IReadOnlyList<PartStart> Parts);
