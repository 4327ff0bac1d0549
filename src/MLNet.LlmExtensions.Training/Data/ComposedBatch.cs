using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>A batch of examples.</summary>
/// <param name="Tokens">What the model reads.</param>
/// <param name="Averages">
/// Row-major [examples, rows]: what turns the vectors of the rows into those of the examples. <see langword="null"/> where they are
/// the same.
/// </param>
internal sealed record ComposedBatch(TokenBatch Tokens, float[]? Averages)
{
    /// <summary>The vectors of the examples, [examples, dimensions].</summary>
    /// <param name="rows">The vectors of the rows, [rows, dimensions].</param>
    public Tensor Average(Tensor rows) => Averages is { } averages
        ? matmul(tensor(averages, [averages.Length / Tokens.Rows, Tokens.Rows], dtype: ScalarType.Float32, device: rows.device), rows)
        : rows;
}
