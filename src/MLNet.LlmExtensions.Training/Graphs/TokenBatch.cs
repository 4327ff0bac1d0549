namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>Tokenised texts of one batch; every array is row-major [rows, length].</summary>
/// <param name="InputIds">Token ids; padding holds any id of the vocabulary.</param>
/// <param name="AttentionMask">1 for a token, 0 for padding, which is on the right.</param>
/// <param name="TokenTypeIds">Segment ids, or null where the model has none; a graph that asks for them then gets zeros.</param>
/// <param name="Rows">How many texts.</param>
/// <param name="Length">Tokens of the longest text.</param>
internal sealed record TokenBatch(long[] InputIds, long[] AttentionMask, long[]? TokenTypeIds, int Rows, int Length);
