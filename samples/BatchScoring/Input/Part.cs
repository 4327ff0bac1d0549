namespace BatchScoring.Input;

/// <summary>A part of the work: rows of one input file that become one output file.</summary>
/// <param name="Index">Its number over all files, from 0.</param>
/// <param name="File">The input file.</param>
/// <param name="Start">Where it begins in the file.</param>
internal sealed record Part(int Index, IInputFile File, PartStart Start);
