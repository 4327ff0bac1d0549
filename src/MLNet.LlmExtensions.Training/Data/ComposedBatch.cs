using MLNet.LlmExtensions.Training.Graphs;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>A batch of examples.</summary>
/// <param name="Tokens">What the model reads.</param>
/// <param name="Averages">
/// Row-major [examples, rows]: what turns the vectors of the rows into those of the examples. <see langword="null"/> where they are
/// the same.
/// </param>
internal sealed record ComposedBatch(TokenBatch Tokens, float[]? Averages);
