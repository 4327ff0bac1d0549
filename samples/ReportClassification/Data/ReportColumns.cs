namespace ReportClassification.Data;

/// <summary>The columns of a file of labelled reports.</summary>
/// <param name="Text">One or more text columns, joined by line breaks.</param>
/// <param name="Label">The class.</param>
/// <param name="Split">train, dev or test; null where the user named no column.</param>
internal sealed record ReportColumns(IReadOnlyList<string> Text, string Label, string? Split)
{
    /// <summary>A column of this name is taken for the split where the user named none.</summary>
    public const string DefaultSplit = "split";

    /// <summary>A column of this name is copied to predictions.</summary>
    public const string Id = "id";
}
