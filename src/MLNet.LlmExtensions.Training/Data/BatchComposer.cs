using MLNet.LlmExtensions.Training.Graphs;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>Puts the windows of a batch's examples side by side, padded to the longest.</summary>
internal static class BatchComposer
{
    /// <summary>Composes a batch.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="padTokenId">The id for places without a token.</param>
    public static ComposedBatch Compose(IReadOnlyList<TokenizedExample> examples, int padTokenId)
    {
        // A model cannot compute no rows at all. Where no example has a token, one row stands in, which belongs to nobody.
        var rows = Math.Max(1, examples.Sum(example => example.Rows.Length));
        var length = Math.Max(1, examples.Max(example => example.Length));
        var ids = new long[checked(rows * length)];
        var mask = new long[ids.Length];
        var types = examples.Any(example => example.Rows.Any(row => row.TypeIds is not null)) ? new long[ids.Length] : null;
        Array.Fill(ids, padTokenId);

        var place = 0;
        foreach (var row in examples.SelectMany(example => example.Rows))
        {
            for (var i = 0; i < row.Length; i++)
            {
                ids[place + i] = row.Ids[i];
                mask[place + i] = 1;
                if (types is not null && row.TypeIds is not null)
                {
                    types[place + i] = row.TypeIds[i];
                }
            }

            place += length;
        }

        if (place == 0)
        {
            mask[0] = 1;
        }

        return new ComposedBatch(new TokenBatch(ids, mask, types, rows, length), Averages(examples, rows));
    }

    /// <summary>The matrix that averages rows, or null where each example is one row.</summary>
    private static float[]? Averages(IReadOnlyList<TokenizedExample> examples, int rows)
    {
        if (examples.All(example => example.Rows.Length == 1))
        {
            return null;
        }

        var averages = new float[examples.Count * rows];
        var row = 0;
        for (var example = 0; example < examples.Count; example++)
        {
            var count = examples[example].Rows.Length;
            averages.AsSpan((example * rows) + row, count).Fill(1f / Math.Max(1, count));
            row += count;
        }

        return averages;
    }
}
