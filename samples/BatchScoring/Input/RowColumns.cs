namespace BatchScoring.Input;

/// <summary>What is taken from a row, and what makes it a bad one.</summary>
/// <param name="Text">One or more text columns, joined by line breaks.</param>
/// <param name="Id">The column that is copied to the output; null where there is none.</param>
/// <param name="MaximumTextLength">The most characters of a text.</param>
internal sealed record RowColumns(IReadOnlyList<string> Text, string? Id, int MaximumTextLength)
{
    /// <summary>The most characters of a text where nothing else is said.</summary>
    public const int DefaultMaximumTextLength = 1_000_000;

    /// <summary>The columns that must be there.</summary>
    public IEnumerable<string> All => Id is null ? Text : [.. Text, Id];
}
