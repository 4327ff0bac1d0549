namespace MLNet.LlmExtensions;

/// <summary>How far one pass of predictions over the data has come.</summary>
/// <param name="PredictedRows">Rows that this cursor has classified. Rows are classified ahead of being read, so this number moves in steps.</param>
/// <param name="TotalRows">All rows of the data, where the data knows without counting; otherwise <see langword="null"/>.</param>
public readonly record struct TextPredictionProgress(long PredictedRows, long? TotalRows);
