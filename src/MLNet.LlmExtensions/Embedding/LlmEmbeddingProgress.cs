namespace MLNet.LlmExtensions;

/// <summary>How far one pass over the data has come. Training and scoring may make several passes.</summary>
/// <param name="EmbeddedRows">Rows that this cursor has embedded. Rows are embedded ahead of being read, so this number moves in steps.</param>
/// <param name="TotalRows">All rows of the data, where the data knows without counting; otherwise <see langword="null"/>.</param>
public readonly record struct LlmEmbeddingProgress(long EmbeddedRows, long? TotalRows);
