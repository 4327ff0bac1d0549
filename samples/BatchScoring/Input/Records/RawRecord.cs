namespace BatchScoring.Input.Records;

/// <summary>A record as bytes.</summary>
/// <param name="Content">Its bytes without the line break, valid until the next one is read; empty where it was too long to be held.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Problem">Why it is malformed; null where it is not.</param>
internal readonly record struct RawRecord(ReadOnlyMemory<byte> Content, long Offset, long Line, string? Problem);
