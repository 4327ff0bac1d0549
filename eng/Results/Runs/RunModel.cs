namespace Results.Runs;

/// <summary>A language model as stored runs name it.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Fingerprint">The hash of its files.</param>
internal sealed record RunModel(string Name, string Fingerprint);
