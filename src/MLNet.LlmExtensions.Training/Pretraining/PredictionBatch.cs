using MLNet.LlmExtensions.Training.Graphs;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>Rows side by side, padded to the longest, and what is to be predicted in them.</summary>
/// <param name="Tokens">What the model reads.</param>
/// <param name="Places">Which of the batch's token vectors predict, counted row by row with padding.</param>
/// <param name="Targets">The id that each of them is to predict.</param>
internal sealed record PredictionBatch(TokenBatch Tokens, long[] Places, long[] Targets)
{
    /// <summary>Composes a batch.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="padTokenId">The id for places without a token.</param>
    public static PredictionBatch Compose(IReadOnlyList<TokenTargets> rows, int padTokenId)
    {
        var length = rows.Max(row => row.Input.Length);
        var ids = new long[checked(rows.Count * length)];
        var mask = new long[ids.Length];
        var predicted = rows.Sum(row => row.Places.Length);
        var (places, targets) = (new long[predicted], new long[predicted]);
        Array.Fill(ids, padTokenId);
        var next = 0;
        for (var r = 0; r < rows.Count; r++)
        {
            var (row, start) = (rows[r], r * length);
            for (var i = 0; i < row.Input.Length; i++)
            {
                ids[start + i] = row.Input[i];
                mask[start + i] = 1;
            }

            for (var i = 0; i < row.Places.Length; i++, next++)
            {
                (places[next], targets[next]) = (start + row.Places[i], row.Targets[i]);
            }
        }

        return new PredictionBatch(new TokenBatch(ids, mask, null, rows.Count, length), places, targets);
    }
}
