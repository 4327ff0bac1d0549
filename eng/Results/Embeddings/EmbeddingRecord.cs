namespace Results.Embeddings;

/// <summary>What is known of a file of embeddings. It is written after the vectors, so that it stands for a whole file.</summary>
/// <param name="Rows">How many vectors.</param>
/// <param name="Dimensions">Their length.</param>
/// <param name="Seconds">How long embedding took.</param>
internal sealed record EmbeddingRecord(int Rows, int Dimensions, double Seconds);
