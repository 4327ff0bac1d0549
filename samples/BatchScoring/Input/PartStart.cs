namespace BatchScoring.Input;

/// <summary>Where a part of a file begins.</summary>
/// <param name="FirstRow">The number of its first row, from 1.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Offset">Where it begins in bytes; 0 in files that are not read line by line.</param>
/// <param name="Line">The line on which it begins.</param>
internal readonly record struct PartStart(long FirstRow, int Rows, long Offset, long Line);
