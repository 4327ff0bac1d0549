namespace BatchScoring.Input;

/// <summary>A row of an input file.</summary>
/// <param name="Row">Its number in the file, from 1; a CSV header is not counted.</param>
/// <param name="Line">The line on which it begins, from 1; 0 in files that have no lines.</param>
/// <param name="Parsed">Its values, or what is wrong with it.</param>
/// <param name="Raw">Its bytes, valid until the next row is read.</param>
internal readonly record struct InputRow(long Row, long Line, ParsedRow Parsed, ReadOnlyMemory<byte> Raw);
