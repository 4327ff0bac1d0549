namespace MLNet.LlmExtensions.Inference;

/// <summary>How far an embedding call has come.</summary>
/// <param name="CompletedTexts">Texts whose embedding is finished. Texts are read ahead and sorted by length, so this number moves in steps.</param>
/// <param name="TotalTexts">All texts of the call.</param>
/// <param name="Tokens">Tokens computed so far, special tokens included and padding left out.</param>
public readonly record struct EmbeddingProgress(int CompletedTexts, int TotalTexts, long Tokens);
