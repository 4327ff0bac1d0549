namespace BatchScoring.Output;

/// <summary>A bad row.</summary>
/// <param name="File">The input file's name.</param>
/// <param name="Row">The row's number in it, from 1.</param>
/// <param name="Line">The line on which it begins; 0 in files without lines.</param>
/// <param name="Id">Its id, where that could be read.</param>
/// <param name="Reason">What is wrong with it, without its content.</param>
/// <param name="Record">Its content; null unless the user asked for that.</param>
internal readonly record struct RejectedRow(string File, long Row, long Line, string? Id, string Reason, string? Record);
