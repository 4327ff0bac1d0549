namespace ReportClassification.Data;

/// <summary>Reports with the same text, whatever their case and white space. Groups and their members are in file order.</summary>
internal static class DuplicateGroups
{
    public static IReadOnlyList<IReadOnlyList<LabelledReport>> Of(IReadOnlyList<LabelledReport> reports) =>
        [.. reports.GroupBy(report => ReportText.Fold(report.Text), StringComparer.Ordinal).Select(group => group.ToArray())];
}
