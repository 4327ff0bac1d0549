namespace BatchScoring.Input.Records;

/// <summary>The extent of a record.</summary>
/// <param name="Length">Its bytes with the line break; 0 where the end is not known yet.</param>
/// <param name="Problem">Why it is malformed; null where it is not.</param>
internal readonly record struct RecordFrame(int Length, string? Problem);
