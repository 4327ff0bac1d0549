namespace BatchScoring.Input.Records;

/// <summary>What can be wrong with a record.</summary>
internal static class Problems
{
    public const string QuoteNotClosed = "a quotation mark is not closed";
    public const string QuoteOutOfPlace = "a quotation mark is out of place; fields with quotation marks are quoted, with the marks doubled";
    public const string NotUtf8 = "not UTF-8";

    public static string TooLong(int maximum) => $"longer than {maximum} bytes";

    public static string NoColumn(string name) => $"no column '{name}'";
}
