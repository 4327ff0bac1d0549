namespace ReportClassification.Commands;

/// <summary>What the word stands for that was given for an option.</summary>
/// <remarks>System.CommandLine cannot tell a value that is null from one that is missing; with this around it, nothing given is null.</remarks>
internal sealed record Chosen<T>(T Value);
