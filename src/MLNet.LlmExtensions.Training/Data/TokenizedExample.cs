namespace MLNet.LlmExtensions.Training.Data;

/// <summary>An example as the model reads it.</summary>
/// <param name="Rows">Its windows: one for a text that fits, none for a text without a single token.</param>
/// <param name="Labels">The indices of its classes.</param>
internal sealed record TokenizedExample(TokenRow[] Rows, IReadOnlyList<int> Labels)
{
    /// <summary>Tokens of the longest window.</summary>
    public int Length { get; } = Rows.Length == 0 ? 0 : Rows.Max(row => row.Length);

    /// <summary>Tokens of all windows.</summary>
    public long Tokens { get; } = Rows.Sum(row => (long)row.Length);
}
