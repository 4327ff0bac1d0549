namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>Rows of token ids as a graph takes them.</summary>
internal sealed record TokenBatch(int Rows, int Columns, long[] Ids, long[] Mask, long[] Types)
{
    /// <summary>Number of tokens of a row.</summary>
    public int Length(int row) => (int)Mask.AsSpan(row * Columns, Columns).ToArray().Sum();

    /// <summary>One row without its padding.</summary>
    public TokenBatch Alone(int row)
    {
        var range = (row * Columns)..((row * Columns) + Length(row));
        return new TokenBatch(1, Length(row), Ids[range], Mask[range], Types[range]);
    }

    /// <summary>The same rows with padding added on the left or the right, of an id that stands for nothing.</summary>
    public TokenBatch Padded(int count, bool left, long padId)
    {
        return this with { Columns = Columns + count, Ids = Pad(Ids, padId), Mask = Pad(Mask, 0), Types = Pad(Types, 0) };

        long[] Pad(long[] values, long fill)
        {
            var padding = Enumerable.Repeat(fill, count);
            return [.. Enumerable.Range(0, Rows).Select(row => values.Skip(row * Columns).Take(Columns))
                .SelectMany(row => left ? padding.Concat(row) : row.Concat(padding))];
        }
    }

    /// <summary>The same rows with the padding of each moved from its end to its start.</summary>
    public TokenBatch LeftPadded(long padId)
    {
        return this with { Ids = Move(Ids, padId), Mask = Move(Mask, 0), Types = Move(Types, 0) };

        long[] Move(long[] values, long fill) =>
            [.. Enumerable.Range(0, Rows).SelectMany(row =>
                Enumerable.Repeat(fill, Columns - Length(row)).Concat(values.Skip(row * Columns).Take(Length(row))))];
    }
}
