using System.Text.RegularExpressions;

namespace ReportClassification.Data;

/// <summary>The text of a report.</summary>
internal static partial class ReportText
{
    /// <summary>Joins the text columns of a record, one per line.</summary>
    public static string Join(IRecord record, IReadOnlyList<string> columns) =>
        columns.Count == 1 ? record.Required(columns[0]) : string.Join('\n', columns.Select(record.Required));

    /// <summary>What two copies of a report have in common: case and white space folded.</summary>
    public static string Fold(string text) => WhiteSpace().Replace(text, " ").Trim().ToLowerInvariant();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
