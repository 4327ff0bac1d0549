using ReportClassification.Data;

namespace Results.Data;

/// <summary>A data set with its split.</summary>
/// <param name="Name">Its name: that of its folder, or of another split of the same rows.</param>
/// <param name="Split">Where the split comes from, in words.</param>
/// <param name="Sha256">The hash of the file.</param>
/// <param name="Rows">All rows in file order, each with its part.</param>
internal sealed record DataSet(string Name, string Split, string Sha256, IReadOnlyList<LabelledReport> Rows)
{
    /// <summary>The classes of all rows, by name. Scores are means over all of them.</summary>
    public IReadOnlyList<string> Classes { get; } =
        [.. Rows.Select(row => row.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The rows to learn from.</summary>
    public IReadOnlyList<LabelledReport> Train { get; } = [.. Rows.Where(row => row.Split == DataSplit.Train)];

    /// <summary>The rows to choose on.</summary>
    public IReadOnlyList<LabelledReport> Dev { get; } = [.. Rows.Where(row => row.Split == DataSplit.Dev)];

    /// <summary>The rows that are scored, and nothing else.</summary>
    public IReadOnlyList<LabelledReport> Test { get; } = [.. Rows.Where(row => row.Split == DataSplit.Test)];

    /// <summary>Train and dev rows in file order.</summary>
    public IReadOnlyList<LabelledReport> Training { get; } = [.. Rows.Where(row => row.Split != DataSplit.Test)];
}
