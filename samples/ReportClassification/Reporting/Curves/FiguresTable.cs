namespace ReportClassification.Reporting.Curves;

/// <summary>A table of a page.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The rows, each with a text for every column.</param>
internal sealed record FiguresTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
