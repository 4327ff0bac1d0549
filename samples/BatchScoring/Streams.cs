namespace BatchScoring;

/// <summary>The standard input and output as bytes, for rows that pass through.</summary>
internal sealed record Streams(Stream Input, Stream Output);
