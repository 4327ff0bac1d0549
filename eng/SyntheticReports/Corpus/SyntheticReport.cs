namespace SyntheticReports.Corpus;

/// <summary>One row of the corpus.</summary>
/// <param name="Id">A name for the row, unique in the corpus.</param>
/// <param name="Text">The report.</param>
/// <param name="Label">One of <see cref="Reports.Label.All"/>.</param>
/// <param name="Split">train, dev or test.</param>
public sealed record SyntheticReport(string Id, string Text, string Label, string Split);
