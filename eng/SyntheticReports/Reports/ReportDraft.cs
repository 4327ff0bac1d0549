namespace SyntheticReports.Reports;

/// <summary>A report before it is laid out: its sentences by section, and what it states.</summary>
public sealed record ReportDraft(string Title, IReadOnlyDictionary<ReportSection, List<string>> Sections, IReadOnlyList<Statement> Statements);
