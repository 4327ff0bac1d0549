namespace MLNet.LlmExtensions.Training.Data;

/// <summary>One row for a model: a text, a pair, or a window of either, with special tokens.</summary>
/// <param name="Ids">The token ids, each a row of the model's embedding.</param>
/// <param name="TypeIds">The type ids, or <see langword="null"/> where all are 0.</param>
internal sealed record TokenRow(int[] Ids, int[]? TypeIds)
{
    /// <summary>Tokens of the row.</summary>
    public int Length => Ids.Length;
}
